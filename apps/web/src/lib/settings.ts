import "server-only";
import { z } from "zod";

const MIN_SECRET = 32;

/** How people sign in at this site. */
export interface SignInSettings {
  mongodbUri: string;
  database: string;
  secret: string;
  /** The public address of this site; also what cookies and same-origin checks go by. */
  origin: string;
  issuer: string;
  audience: string;
  /** Addresses, in lower case, whose confirmed accounts have the role `operator`. */
  operators: ReadonlySet<string>;
  isSignUpOpen: boolean;
  /** Addresses or networks of the proxies in front of this site, by which the visitor's own address is told. */
  trustedProxies: readonly string[];
}

export interface Settings {
  /** Where this server finds the API; without a slash at its end. */
  apiOrigin: string;
  /** The public address of this site; null where it is not said and whatever host is asked counts. */
  origin: string | null;
  /** Null where no sign-in is set up (`WEB_AUTH=none`). */
  signIn: SignInSettings | null;
}

/** The environment has faults; the message names all of them, never a value. */
export class SettingsError extends Error {
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(`The settings have faults:\n${faults.map((fault) => `  ${fault}`).join("\n")}`);
    this.name = "SettingsError";
    this.faults = faults;
  }
}

const MISSING = "is needed with WEB_AUTH=better-auth";

const originSchema = z.string().transform((value, context) => {
  const url = URL.canParse(value) ? new URL(value) : null;
  if (url === null || !/^https?:$/.test(url.protocol) || url.pathname !== "/" || url.search !== "" || url.username !== "") {
    context.addIssue({ code: "custom", message: "has to be http:// or https:// and a host, without a path" });
    return z.NEVER;
  }
  return url.origin;
});

const apiOriginSchema = z.string().transform((value, context) => {
  const url = URL.canParse(value) ? new URL(value) : null;
  if (url === null || !/^https?:$/.test(url.protocol) || url.search !== "" || url.hash !== "") {
    context.addIssue({ code: "custom", message: "has to be an http:// or https:// address" });
    return z.NEVER;
  }
  return `${url.origin}${url.pathname.replace(/\/+$/, "")}`;
});

const listSchema = z
  .string()
  .default("")
  .transform((text) => text.split(",").map((entry) => entry.trim()).filter((entry) => entry !== ""));

const operatorsSchema = listSchema
  .pipe(z.array(z.email("has to be a comma list of e-mail addresses")))
  .transform((addresses) => new Set(addresses.map((address) => address.toLowerCase())));

const general = { API_ORIGIN: apiOriginSchema.default("http://127.0.0.1:8000") };

const withoutSignIn = z.object({
  ...general,
  WEB_AUTH: z.enum(["none", "better-auth"], "has to be none or better-auth").default("none"),
  WEB_ORIGIN: originSchema.optional(),
});

const withSignIn = z.object({
  ...general,
  WEB_ORIGIN: z.string(MISSING).pipe(originSchema),
  MONGODB_URI: z.string(MISSING).regex(/^mongodb(\+srv)?:\/\//, "has to begin with mongodb:// or mongodb+srv://"),
  WEB_AUTH_DATABASE: z.string().regex(/^[A-Za-z0-9_-]{1,60}$/, "has to be a database name").default("longhaul_auth"),
  BETTER_AUTH_SECRET: z.string(MISSING).min(MIN_SECRET, `has to be at least ${String(MIN_SECRET)} characters long`),
  WEB_AUTH_ISSUER: z.string().optional(),
  WEB_AUTH_AUDIENCE: z.string().default("longhaul"),
  WEB_OPERATORS: operatorsSchema,
  WEB_SIGN_UP: z.enum(["open", "closed"], "has to be open or closed").default("closed"),
  WEB_TRUSTED_PROXIES: listSchema.pipe(
    z.array(z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()], "has to be a comma list of addresses or networks")),
  ),
});

function parse<T>(schema: z.ZodType<T>, environment: Record<string, string>): T {
  const parsed = schema.safeParse(environment);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map((issue) => `${String(issue.path[0])} ${issue.message}`);
  throw new SettingsError([...new Set(faults)]);
}

/** The settings that an environment holds. An empty variable counts as unset. Throws `SettingsError` with every fault. */
export function readSettings(environment: Readonly<Record<string, string | undefined>>): Settings {
  const given = Object.fromEntries(
    Object.entries(environment).filter((entry): entry is [string, string] => Boolean(entry[1]?.trim())),
  );
  if (given["WEB_AUTH"] !== "better-auth") {
    const read = parse(withoutSignIn, given);
    return { apiOrigin: read.API_ORIGIN, origin: read.WEB_ORIGIN ?? null, signIn: null };
  }
  const read = parse(withSignIn, given);
  return {
    apiOrigin: read.API_ORIGIN,
    origin: read.WEB_ORIGIN,
    signIn: {
      mongodbUri: read.MONGODB_URI,
      database: read.WEB_AUTH_DATABASE,
      secret: read.BETTER_AUTH_SECRET,
      origin: read.WEB_ORIGIN,
      issuer: read.WEB_AUTH_ISSUER ?? read.WEB_ORIGIN,
      audience: read.WEB_AUTH_AUDIENCE,
      operators: read.WEB_OPERATORS,
      isSignUpOpen: read.WEB_SIGN_UP === "open",
      trustedProxies: read.WEB_TRUSTED_PROXIES,
    },
  };
}

let current: Settings | undefined;

/** The settings of this process, read once. */
export function settings(): Settings {
  current ??= readSettings(process.env);
  return current;
}
