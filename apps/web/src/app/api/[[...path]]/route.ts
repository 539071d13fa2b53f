import { passToApi } from "@/lib/auth/pass-to-api";

/**
 * `/api/*` is the API, as whoever is signed in. A route and not a rewrite: a rewrite shows the API's inner address in a
 * header, cuts streams that are silent for 30 s, holds uploads in memory, and answers 500 in text while the API is down.
 */
export const dynamic = "force-dynamic";

export { passToApi as DELETE, passToApi as GET, passToApi as HEAD, passToApi as PATCH, passToApi as POST, passToApi as PUT };
