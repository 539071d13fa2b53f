/** Tells the page that another one has been asked for. */

const NAVIGATION = "longhaul:navigation";

/** The router begins to fetch another page: a link was followed, or the way back. Called within its transition. */
export function tellNavigation(): void {
  window.dispatchEvent(new Event(NAVIGATION));
}

/** Calls `listener` at each beginning, within the router's transition; the answer ends that. */
export function onNavigation(listener: () => void): () => void {
  window.addEventListener(NAVIGATION, listener);
  return () => {
    window.removeEventListener(NAVIGATION, listener);
  };
}
