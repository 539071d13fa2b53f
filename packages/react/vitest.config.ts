import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    projects: [
      { test: { name: "unit", environment: "jsdom", include: ["tests/**/*.test.{ts,tsx}"], exclude: ["tests/real/**"], restoreMocks: true, unstubGlobals: true, testTimeout: 60_000, hookTimeout: 60_000 } },
      { test: { name: "real", environment: "jsdom", environmentOptions: { jsdom: { url: "http://127.0.0.1/" } }, include: ["tests/real/**/*.test.ts"], testTimeout: 120_000, hookTimeout: 120_000 } },
    ],
  },
});
