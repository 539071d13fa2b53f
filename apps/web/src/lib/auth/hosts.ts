/** Whether a host name, as in a `Host` header, is this machine itself. */
function isLoopback(host: string): boolean {
  const name = URL.canParse(`http://${host}`) ? new URL(`http://${host}`).hostname : "";
  return name === "localhost" || name.endsWith(".localhost") || name === "[::1]" || /^127\.\d+\.\d+\.\d+$/.test(name);
}

/**
 * Whether a site without sign-in may answer under this name: its own public one, or one of this machine.
 *
 * A stranger's page can let its own name point to here, and would then count as a page of this site. With sign-in it
 * would lack the cookie; without, the name is all there is to tell it by.
 */
export function isOwnHost(host: string | null, ownOrigin: string | null): boolean {
  if (host === null) return false;
  return isLoopback(host) || (ownOrigin !== null && new URL(ownOrigin).host === host);
}
