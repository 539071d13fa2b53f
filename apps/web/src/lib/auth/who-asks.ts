import "server-only";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { cache } from "react";
import { signInPath } from "./local-path";
import { NOBODY_IN_PARTICULAR, type Me } from "./me";
import { PAGE_PATH } from "./page-path";
import { rolesOf } from "./roles";
import { signInService } from "./sign-in-service";

/** Who is signed in, or null; throws where the database does not answer. Everybody is the same user where no sign-in is set up. */
export const whoIsHere = cache(async (): Promise<Me | null> => {
  const service = signInService();
  if (service === null) return NOBODY_IN_PARTICULAR;
  const login = await service.login(await headers());
  if (login === null) return null;
  const { user } = login;
  return { owner: user.id, name: user.name || user.email, roles: rolesOf(user, service.settings.operators), auth: "jwt" };
});

/** Who asked for the page that is being rendered; sends whoever is not signed in to the sign-in page. */
export async function whoAsks(): Promise<Me> {
  const me = await whoIsHere();
  return me ?? redirect(signInPath((await headers()).get(PAGE_PATH)));
}
