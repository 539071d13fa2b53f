/** As much of jsdom as the tests here use. */
declare module "jsdom" {
  export class JSDOM {
    constructor(html: string, options: { url: string });
    readonly window: { readonly WebSocket: typeof WebSocket };
  }
}
