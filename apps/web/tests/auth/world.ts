import { spawn, type ChildProcess } from "node:child_process";
import { createPublicKey, verify, type JsonWebKey } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import readline from "node:readline";

const ROOT = path.resolve(import.meta.dirname, "../../../..");
const PYTHON = path.join(ROOT, ".venv/bin/python");

// Ends, and mongod with it, when this process closes its stdin or dies.
const MONGOD = `
import sys, tempfile
from pathlib import Path
from longhaul.testing.mongod import mongod
with tempfile.TemporaryDirectory() as directory, mongod(Path(directory)) as running:
    print(running.uri, flush=True)
    sys.stdin.read()
`;

/** A real mongod of this test run. */
export async function startMongod(): Promise<{ uri: string; stop: () => Promise<void> }> {
  const child = spawn(PYTHON, ["-c", MONGOD], { stdio: ["pipe", "pipe", "inherit"] });
  const lines = readline.createInterface({ input: child.stdout });
  const [uri] = (await Promise.race([once(lines, "line"), ended(child)])) as [string];
  return {
    uri,
    stop: async () => {
      child.stdin.end();
      if (child.exitCode === null) await once(child, "exit");
    },
  };
}

async function ended(child: ChildProcess): Promise<never> {
  const [code] = (await once(child, "exit")) as [number];
  throw new Error(`mongod did not start (status ${String(code)})`);
}

/** Runs the `user` command; what it printed. Throws what it complained of. */
export async function userCommand(environment: Record<string, string>, args: readonly string[], password = ""): Promise<string> {
  const script = path.join(ROOT, "apps/web/scripts/user.mjs");
  const child = spawn(process.execPath, [script, ...args], { env: { PATH: process.env["PATH"], NODE_ENV: "production", ...environment } });
  let out = "";
  let err = "";
  child.stdout.on("data", (piece) => (out += String(piece)));
  child.stderr.on("data", (piece) => (err += String(piece)));
  child.stdin.end(`${password}\n`);
  const [code] = (await once(child, "close")) as [number];
  if (code !== 0) throw new Error(err.trim());
  return out.trim();
}

export interface Asked {
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
}

/** An API that writes down what it is asked; `/hold` streams one line and then stays open. */
export class FakeApi {
  readonly asked: Asked[] = [];
  /** Runs before an answer is given. */
  meanwhile: (asked: Asked) => Promise<void> = async () => {};
  readonly #server = createServer((request, response) => void this.#answer(request, response));
  readonly #held: (() => void)[] = [];

  async start(): Promise<string> {
    this.#server.listen(0, "127.0.0.1");
    await once(this.#server, "listening");
    return `http://127.0.0.1:${String((this.#server.address() as AddressInfo).port)}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, "close");
  }

  /** Fulfilled when the client of the next held stream has gone. */
  async nextLeaves(): Promise<void> {
    return new Promise((resolve) => this.#held.push(resolve));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = "";
    for await (const piece of request) body += String(piece);
    const asked = { method: request.method ?? "", path: request.url ?? "", headers: request.headers, body };
    this.asked.push(asked);
    await this.meanwhile(asked);
    if (request.url === "/hold") {
      response.on("close", () => this.#held.shift()?.());
      response.writeHead(200, { "Content-Type": "text/event-stream" }).write("data: 1\n\n");
      return;
    }
    response.writeHead(200, { "Content-Type": "application/json", "Set-Cookie": "api=1", "X-Request-Id": "r1" }).end("{}");
  }
}

interface Jwks {
  keys: (JsonWebKey & { kid: string; alg: string })[];
}

/** The claims of a token whose signature one of these keys made. */
export function verified(token: string, { keys }: Jwks): Record<string, unknown> {
  const [head = "", body = "", signature = ""] = token.split(".");
  const { kid, alg } = JSON.parse(Buffer.from(head, "base64url").toString()) as { kid: string; alg: string };
  const key = keys.find((each) => each.kid === kid);
  if (key === undefined || alg !== "EdDSA") throw new Error(`no key for ${kid} ${alg}`);
  const isGood = verify(null, Buffer.from(`${head}.${body}`), createPublicKey({ key, format: "jwk" }), Buffer.from(signature, "base64url"));
  if (!isGood) throw new Error("the signature does not fit");
  return JSON.parse(Buffer.from(body, "base64url").toString()) as Record<string, unknown>;
}
