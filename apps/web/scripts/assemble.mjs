/**
 * After `next build`: puts beside the standalone server what browsers fetch, and `user.mjs` with the libraries it needs,
 * for whoever runs the server where there is no checkout.
 */
import { cp, rm } from "node:fs/promises";
import path from "node:path";
import { build } from "vite";

const web = path.resolve(import.meta.dirname, "..");
const server = path.join(web, ".next/standalone/apps/web");

// No page has pictures to be scaled: without that library, which is native code, one build runs on every platform.
for (const name of ["sharp", "@img"]) {
  await rm(path.join(web, ".next/standalone/node_modules", name), { recursive: true, force: true });
}

await cp(path.join(web, ".next/static"), path.join(server, ".next/static"), { recursive: true });
await cp(path.join(web, "public"), path.join(server, "public"), { recursive: true });
await build({
  root: web,
  configFile: false,
  publicDir: false,
  logLevel: "warn",
  // The driver is among the server's own modules, as it picks optional parts of itself at run time.
  ssr: { noExternal: true, external: ["mongodb"] },
  build: {
    ssr: "scripts/user.mjs",
    outDir: server,
    emptyOutDir: false,
    target: "node20",
    rolldownOptions: { output: { entryFileNames: "user.mjs", codeSplitting: false } },
  },
});
