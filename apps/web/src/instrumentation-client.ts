import { tellNavigation } from "@/lib/navigation";

/** Next calls this for links, `router.push` and the browser's own buttons alike. */
export function onRouterTransitionStart(): void {
  tellNavigation();
}
