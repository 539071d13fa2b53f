"use client";

import { LonghaulProvider } from "@longhaul/react";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { ThemeProvider } from "next-themes";
import { useState, type ReactNode } from "react";
import { Toaster } from "sonner";
import { TooltipProvider } from "@/components/ui/tooltip";
import { ApiProblem } from "@/lib/api/client";
import { longhaul } from "@/lib/longhaul";

const RETRIES = 3;

function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        // What the API refuses stays refused; what it could not answer is worth another try.
        retry: (failures, error) => failures < RETRIES && !(error instanceof ApiProblem && !error.isOutage),
        retryDelay: (failures) => Math.min(8_000, 500 * 2 ** failures) * (0.5 + Math.random()),
      },
    },
  });
}

/** What every page stands on: theme, queries, the live stream, tooltips and toasts. */
export function Providers({ children }: { children: ReactNode }) {
  const [queries] = useState(createQueryClient);
  return (
    <ThemeProvider attribute="class" defaultTheme="system" enableSystem disableTransitionOnChange>
      <QueryClientProvider client={queries}>
        <LonghaulProvider client={longhaul()}>
          <TooltipProvider delayDuration={250}>{children}</TooltipProvider>
        </LonghaulProvider>
      </QueryClientProvider>
      <Toaster position="bottom-right" closeButton toastOptions={{ classNames: { toast: "!bg-surface !text-foreground !border-border" } }} />
    </ThemeProvider>
  );
}
