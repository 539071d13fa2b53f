/** The header in which `proxy.ts` tells a layout the path of its page; what a visitor sends under this name is replaced. */
export const PAGE_PATH = "x-longhaul-page";
