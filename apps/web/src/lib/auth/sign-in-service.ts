import "server-only";
import { mongodbAdapter } from "@better-auth/mongo-adapter";
import { betterAuth } from "better-auth";
import { jwt } from "better-auth/plugins/jwt";
import { MongoClient } from "mongodb";
import { settings, type SignInSettings } from "@/lib/settings";
import { rolesOf } from "./roles";
import { TokenCache, type Token } from "./token-cache";
import { Tries } from "./tries";

const TOKEN_S = 15 * 60;
const DATABASE_MS = 5_000;
const COOKIE_PREFIX = "longhaul";

export const MIN_PASSWORD = 12;
export const MAX_PASSWORD = 128;

/** A session and whose it is. */
export interface Login {
  session: { id: string; expiresAt: Date };
  user: { id: string; name: string; email: string; emailVerified: boolean };
}

function createAuth(signIn: SignInSettings, client: MongoClient) {
  return betterAuth({
    appName: "Longhaul",
    baseURL: signIn.origin,
    basePath: "/auth",
    secret: signIn.secret,
    trustedOrigins: [signIn.origin],
    database: mongodbAdapter(client.db(signIn.database), { client }),
    emailAndPassword: {
      enabled: true,
      disableSignUp: !signIn.isSignUpOpen,
      minPasswordLength: MIN_PASSWORD,
      maxPasswordLength: MAX_PASSWORD,
    },
    rateLimit: { enabled: true, storage: "database" },
    advanced: {
      cookiePrefix: COOKIE_PREFIX,
      ipAddress: signIn.trustedProxies.length > 0 ? { trustedProxies: [...signIn.trustedProxies] } : {},
    },
    plugins: [
      jwt({
        disableSettingJwtHeader: true,
        jwt: {
          issuer: signIn.issuer,
          audience: signIn.audience,
          expirationTime: `${String(TOKEN_S)}s`,
          definePayload: ({ session, user }) => claimsOf({ session, user }, signIn),
        },
      }),
    ],
    telemetry: { enabled: false },
    logger: { level: "error" },
  });
}

/** What the API is told of a login: whose it is, which one, and what its user may do. No name, no address. */
function claimsOf(login: Login, signIn: SignInSettings): { sub: string; sid: string; roles: string[] } {
  return { sub: login.user.id, sid: login.session.id, roles: rolesOf(login.user, signIn.operators) };
}

type Auth = ReturnType<typeof createAuth>;

/** Accounts, sessions and the tokens made of them. */
export class SignInService {
  readonly tries = new Tries();
  readonly settings: SignInSettings;
  readonly #client: MongoClient;
  readonly #tokens = new TokenCache();
  #auth: Promise<Auth> | undefined;

  constructor(signIn: SignInSettings, { databaseMs = DATABASE_MS }: { databaseMs?: number } = {}) {
    this.settings = signIn;
    this.#client = new MongoClient(signIn.mongodbUri, { serverSelectionTimeoutMS: databaseMs, appName: "longhaul-web" });
  }

  /**
   * better-auth itself, once the database has been reached: it makes its unique indexes when it is made, and does not
   * try again. Throws where the database does not answer; the next call tries anew.
   */
  auth(): Promise<Auth> {
    this.#auth ??= this.#client.connect().then(
      (client) => createAuth(this.settings, client),
      (error: unknown) => {
        this.#auth = undefined;
        throw error;
      },
    );
    return this.#auth;
  }

  /** The login a request carries, or null. Throws where the database does not answer. */
  async login(headers: Headers): Promise<Login | null> {
    const cookie = this.#cookie(headers);
    return cookie === null ? null : (await this.#look(cookie)).login;
  }

  /**
   * A token for the API on behalf of the login that a request carries, or null without one; and the `Set-Cookie`
   * lines by which the session in the browser is prolonged, most times none. Throws where the database does not answer.
   */
  async token(headers: Headers): Promise<{ token: string; cookies: readonly string[] } | null> {
    const cookie = this.#cookie(headers);
    if (cookie === null) return null;
    let cookies: readonly string[] = [];
    const token = await this.#tokens.get(cookie, async () => {
      const found = await this.#look(cookie);
      cookies = found.cookies;
      return found.login === null ? null : this.#mint(found.login);
    });
    return token === null ? null : { token: token.value, cookies };
  }

  /** The session that a request carries has ended: no token of it is used from now on. */
  forget(headers: Headers): void {
    const cookie = this.#cookie(headers);
    if (cookie !== null) this.#tokens.forget(cookie);
  }

  /** Throws where the database does not answer in time. */
  async ping(timeoutMs: number): Promise<void> {
    await this.#client.db(this.settings.database).command({ ping: 1 }, { timeoutMS: timeoutMs });
  }

  async close(): Promise<void> {
    await this.#client.close();
  }

  async #mint(login: Login): Promise<Token> {
    const now = Math.floor(Date.now() / 1000);
    const exp = Math.min(now + TOKEN_S, Math.floor(login.session.expiresAt.getTime() / 1000));
    const { api } = await this.auth();
    const { token } = await api.signJWT({ body: { payload: { ...claimsOf(login, this.settings), iat: now, exp } } });
    return { value: token, expiresAt: exp * 1000 };
  }

  /** The session cookie alone, as `name=value`: the key of the cache has to be exactly what is looked up. */
  #cookie(headers: Headers): string | null {
    const begin = `${this.settings.origin.startsWith("https:") ? "__Secure-" : ""}${COOKIE_PREFIX}.session_token=`;
    const pairs = (headers.get("cookie") ?? "").split(";").map((pair) => pair.trim());
    return pairs.find((pair) => pair.startsWith(begin) && pair.length > begin.length) ?? null;
  }

  async #look(cookie: string): Promise<{ login: Login | null; cookies: readonly string[] }> {
    const { api } = await this.auth();
    const { response, headers } = await api.getSession({ headers: new Headers({ cookie }), returnHeaders: true });
    return { login: response, cookies: headers.getSetCookie() };
  }
}

// Next bundles pages, routes and the proxy apart, each with its own copy of this module: one service for all of them.
const KEY = Symbol.for("longhaul.web.sign-in-service");
const shared = globalThis as { [KEY]?: SignInService };

/** The sign-in of this process; null where none is set up. */
export function signInService(): SignInService | null {
  const { signIn } = settings();
  if (signIn === null) return null;
  shared[KEY] ??= new SignInService(signIn);
  return shared[KEY];
}
