/**
 * What a user may do. Operators are named by address in the settings, and an address only counts where it is confirmed:
 * anybody can sign up with any address, but only the `user` command confirms one.
 */
export function rolesOf(user: { email: string; emailVerified: boolean }, operators: ReadonlySet<string>): string[] {
  return user.emailVerified && operators.has(user.email.toLowerCase()) ? ["user", "operator"] : ["user"];
}
