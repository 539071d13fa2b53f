/** Prints what the package weighs, minified and compressed, and fails where the core is over its limit. */

import { gzipSync } from "node:zlib";
import { build } from "esbuild";

const LIMIT = 3072;

async function weigh(entry, external = []) {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    splitting: true,
    minify: true,
    format: "esm",
    target: "es2022",
    outdir: "out",
    chunkNames: "[name]", // a hash in the name would weigh differently with every change
    write: false,
    external,
  });
  return outputFiles
    .filter(({ path }) => path.endsWith(".js"))
    .map(({ path, contents }) => ({
      isLazy: /fallback/.test(path),
      minified: contents.length,
      gzip: gzipSync(contents, { level: 9 }).length,
    }));
}

function sum(chunks) {
  return { minified: chunks.reduce((n, c) => n + c.minified, 0), gzip: chunks.reduce((n, c) => n + c.gzip, 0) };
}

const core = await weigh("src/core/index.ts");
const all = await weigh("src/index.ts", ["react", "react/jsx-runtime"]);
const initial = sum(core.filter((chunk) => !chunk.isLazy));
const rows = {
  core: initial,
  "core: lazy fallback (WebSocket, long poll)": sum(core.filter((chunk) => chunk.isLazy)),
  "core + jobs + hooks": sum(all.filter((chunk) => !chunk.isLazy)),
};
for (const [name, { minified, gzip }] of Object.entries(rows)) {
  console.log(`${name.padEnd(46)}${String(minified).padStart(7)} B min${String(gzip).padStart(7)} B min+gzip`);
}
if (initial.gzip > LIMIT) {
  console.error(`The core is over its limit of ${LIMIT} B.`);
  process.exitCode = 1;
}
