import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render } from "@testing-library/react";
import type { ReactNode } from "react";
import { vi } from "vitest";
import { ApiProblem } from "@/lib/api/client";

export interface Asked {
  method: string;
  path: string;
  body: unknown;
}

/** Answer requests as `answer` says, and note them. It may throw what `fetch` would, or give a promise to hold them up. */
export function fakeApi(answer: (asked: Asked) => Response | Promise<Response>): Asked[] {
  const all: Asked[] = [];
  vi.stubGlobal("fetch", async (url: string, init: RequestInit = {}) => {
    const asked = {
      method: init.method ?? "GET",
      path: url.replace(/^\/api/, ""),
      body: typeof init.body === "string" ? (JSON.parse(init.body) as unknown) : null,
    };
    all.push(asked);
    return answer(asked);
  });
  return all;
}

export function json(body: unknown, status = 200): Response {
  return new Response(JSON.stringify(body), { status, headers: { "Content-Type": "application/json" } });
}

export function problem(status: number, title: string): Response {
  return new Response(JSON.stringify({ type: "about:blank", title, status }), { status, headers: { "Content-Type": "application/problem+json" } });
}

/** Render with queries of its own that try nothing twice. */
export function renderWithQueries(children: ReactNode) {
  const queries = new QueryClient({
    defaultOptions: { queries: { retry: (failures, error) => failures < 1 && error instanceof ApiProblem && error.isOutage, retryDelay: 0 } },
  });
  return { queries, ...render(<QueryClientProvider client={queries}>{children}</QueryClientProvider>) };
}
