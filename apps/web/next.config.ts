import path from "node:path";
import type { NextConfig } from "next";

const workspace = path.join(import.meta.dirname, "../..");

/** What pages may load and who may frame them. Inline scripts are Next's own; files are shown from memory (`blob:`). */
const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  "script-src 'self' 'unsafe-inline'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "object-src 'self' blob:",
  "frame-src 'self' blob:",
  "connect-src 'self'",
  "base-uri 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join("; ");

const SECURITY_HEADERS = [
  { key: "X-Content-Type-Options", value: "nosniff" },
  { key: "Referrer-Policy", value: "same-origin" },
  { key: "Permissions-Policy", value: "camera=(), microphone=(), geolocation=()" },
  // `next dev` evaluates code and talks to a WebSocket of its own.
  ...(process.env.NODE_ENV === "production" ? [{ key: "Content-Security-Policy", value: CONTENT_SECURITY_POLICY }] : []),
];

/** `/api/*` is passed to the API by a route, not by a rewrite of this file (docs/decisions/0018). */
const config: NextConfig = {
  output: "standalone",
  outputFileTracingRoot: workspace,
  turbopack: { root: workspace },
  poweredByHeader: false,
  reactStrictMode: true,
  images: { unoptimized: true }, // nothing answers at /_next/image; see scripts/assemble.mjs
  // What the API answers carries headers of its own.
  headers: () => Promise.resolve([{ source: "/((?!api/).*)", headers: SECURITY_HEADERS }]),
};

export default config;
