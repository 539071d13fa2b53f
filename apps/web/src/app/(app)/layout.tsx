import type { ReactNode } from "react";
import { Shell } from "@/components/shell/shell";
import { whoAsks } from "@/lib/auth/who-asks";

/** Every page is made for whoever asks for it, none while building. */
export const dynamic = "force-dynamic";

export default async function AppLayout({ children }: { children: ReactNode }) {
  return <Shell me={await whoAsks()}>{children}</Shell>;
}
