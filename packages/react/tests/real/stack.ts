/** The real product, started by `serve.py`. */

import { spawn, type ChildProcess } from "node:child_process";
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { createInterface } from "node:readline";

const ROOT = resolve(import.meta.dirname, "../../../..");
const OWN_PYTHON = resolve(ROOT, ".venv/bin/python");

export interface RealStack {
  readonly url: string;
  /** Ends the API as a crash does. */
  kill(): Promise<void>;
  /** Starts it again where it was. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts mongod, an API and a worker on free ports. */
export async function startStack(): Promise<RealStack> {
  const python = process.env["PYTHON"] ?? (existsSync(OWN_PYTHON) ? OWN_PYTHON : "python3");
  const env = { ...process.env };
  delete env["BASE_URL"]; // Vite's, and a setting of the API too
  const child = spawn(python, [resolve(import.meta.dirname, "serve.py")], {
    cwd: ROOT,
    env,
    stdio: ["pipe", "pipe", "inherit"],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const read = async (): Promise<Record<string, unknown>> => {
    const line = (await lines.next()) as IteratorResult<string, undefined>;
    if (line.done) throw new Error("the stack did not come up");
    return JSON.parse(line.value) as Record<string, unknown>;
  };
  const command = async (line: string): Promise<void> => {
    child.stdin.write(`${line}\n`);
    await read();
  };
  const { url } = await read();
  return {
    url: String(url),
    kill: () => command("kill"),
    start: () => command("start"),
    stop: () => ended(child),
  };
}

async function ended(child: ChildProcess): Promise<void> {
  const end = new Promise((done) => child.once("exit", done));
  child.stdin?.end();
  await end;
}
