/** Who uses the page, as the API sees it. */
export interface Me {
  owner: string;
  /** What to call this user on the page. */
  name: string;
  roles: readonly string[];
  auth: "none" | "jwt" | "api-key";
}

/** Everybody, where no sign-in is set up, and until the API has said who asks. */
export const NOBODY_IN_PARTICULAR: Me = { owner: "local", name: "local", roles: ["user", "operator"], auth: "none" };
