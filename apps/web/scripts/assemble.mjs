/** After `next build`: puts what browsers fetch beside the standalone server, which then needs nothing else. */
import { cp } from "node:fs/promises";
import path from "node:path";

const web = path.resolve(import.meta.dirname, "..");
const server = path.join(web, ".next/standalone/apps/web");

await cp(path.join(web, ".next/static"), path.join(server, ".next/static"), { recursive: true });
await cp(path.join(web, "public"), path.join(server, "public"), { recursive: true });
