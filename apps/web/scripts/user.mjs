/**
 * Accounts of the web application, by whoever runs it: makes one, lists all, sets a password.
 *
 *     node scripts/user.mjs create ada@example.org ["Ada L."]
 *     node scripts/user.mjs set-password ada@example.org
 *     node scripts/user.mjs list
 *
 * Reads MONGODB_URI, BETTER_AUTH_SECRET and WEB_AUTH_DATABASE; the password from the terminal, or one line of stdin.
 */
import { mongodbAdapter } from "@better-auth/mongo-adapter";
import { betterAuth } from "better-auth";
import { MongoClient } from "mongodb";
import { once } from "node:events";
import readline from "node:readline";
import { Writable } from "node:stream";

const MIN_PASSWORD = 12;
const MAX_PASSWORD = 128;
const USAGE = "user create <e-mail> [name] | user set-password <e-mail> | user list";

class Refused extends Error {}

function needed(name) {
  const value = process.env[name]?.trim();
  if (!value) throw new Refused(`${name} is needed.`);
  return value;
}

/** A line of stdin; typed at a terminal it is not shown. */
async function readPassword() {
  const isTerminal = process.stdin.isTTY === true;
  if (isTerminal) process.stderr.write(`Password (at least ${String(MIN_PASSWORD)} characters): `);
  const silent = new Writable({ write: (_piece, _encoding, done) => done() });
  const lines = readline.createInterface({ input: process.stdin, output: silent, terminal: isTerminal });
  const [line] = await Promise.race([once(lines, "line"), once(lines, "close").then(() => [""])]);
  lines.close();
  if (isTerminal) process.stderr.write("\n");
  if (line.length < MIN_PASSWORD || line.length > MAX_PASSWORD) {
    throw new Refused(`A password has ${String(MIN_PASSWORD)} to ${String(MAX_PASSWORD)} characters.`);
  }
  return line;
}

function addressOf(text) {
  const address = text?.trim().toLowerCase() ?? "";
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(address)) throw new Refused(USAGE);
  return address;
}

async function create(context, email, password, name) {
  if (await context.internalAdapter.findUserByEmail(email)) {
    throw new Refused(`${email} has an account already; set-password makes it yours.`);
  }
  const user = await context.internalAdapter.createUser({ email, name: name ?? email, emailVerified: true });
  await context.internalAdapter.linkAccount({ userId: user.id, providerId: "credential", accountId: user.id, password });
  return `${email} can sign in.`;
}

/** Also confirms the address and ends every session: whoever had this account before is out. */
async function setPassword(context, email, password) {
  const found = await context.internalAdapter.findUserByEmail(email, { includeAccounts: true });
  if (!found) throw new Refused(`${email} has no account.`);
  const { user, accounts } = found;
  if (accounts.some((account) => account.providerId === "credential")) {
    await context.internalAdapter.updatePassword(user.id, password);
  } else {
    await context.internalAdapter.linkAccount({ userId: user.id, providerId: "credential", accountId: user.id, password });
  }
  await context.internalAdapter.deleteUserSessions(user.id);
  await context.internalAdapter.updateUser(user.id, { emailVerified: true });
  return `${email} has a new password; every session has ended.`;
}

async function list(database) {
  const users = await database.collection("user").find().sort({ email: 1 }).toArray();
  return users.map((user) => `${user.email}\t${user.emailVerified ? "confirmed" : "not confirmed"}\t${user.name}`).join("\n");
}

async function run([command, email, name]) {
  if (!["create", "set-password", "list"].includes(command)) throw new Refused(USAGE);
  const isList = command === "list";
  const address = isList ? "" : addressOf(email);
  const secret = isList ? "" : needed("BETTER_AUTH_SECRET");
  const client = new MongoClient(needed("MONGODB_URI"), { serverSelectionTimeoutMS: 5_000, appName: "longhaul-user" });
  try {
    const database = client.db(process.env.WEB_AUTH_DATABASE?.trim() || "longhaul_auth");
    await database.command({ ping: 1 }).catch((error) => {
      throw new Refused(`The database does not answer: ${error.message}`);
    });
    if (isList) return await list(database);
    const typed = await readPassword();
    const auth = betterAuth({
      baseURL: "http://localhost",
      secret,
      database: mongodbAdapter(database, { client }),
      emailAndPassword: { enabled: true },
      telemetry: { enabled: false },
      // Its indexes are built in the background; the web does it where this ends first.
      logger: { disabled: true },
    });
    const context = await auth.$context;
    const password = await context.password.hash(typed);
    return command === "create"
      ? await create(context, address, password, name)
      : await setPassword(context, address, password);
  } finally {
    await client.close();
  }
}

try {
  const said = await run(process.argv.slice(2));
  if (said) process.stdout.write(`${said}\n`);
} catch (error) {
  process.stderr.write(`${error instanceof Refused ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
