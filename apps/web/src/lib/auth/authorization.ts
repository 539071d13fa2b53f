import "server-only";
import { signInService } from "./sign-in-service";

/** The headers that tell the API who asks, made from those of the visitor's own request; none for whoever is not signed in. */
export async function authorization(visitor: Headers): Promise<Record<string, string>> {
  const found = await signInService()?.token(visitor);
  return found ? { authorization: `Bearer ${found.token}` } : {};
}
