// The theme draws diagrams with whatever is called `mermaid`. This one loads the real one with the first diagram, since
// most pages have none and it weighs three megabytes.
(() => {
  const source = new URL("mermaid.js", document.currentScript.src).href;
  // What the theme's own style does not reach in this version.
  const style = `
    .actor-line { stroke: var(--md-mermaid-sequence-actor-line-color); }
    .sectionTitle, .sectionTitle > tspan {
      fill: var(--md-mermaid-sequence-loop-fg-color); font-family: var(--md-mermaid-font-family) !important; stroke: none;
    }
    [id$="arrowhead"] path { fill: var(--md-mermaid-sequence-message-line-color); stroke: none; }`;
  let config;
  let loading;

  const load = () =>
    new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = source;
      script.onload = () => {
        globalThis.mermaid.initialize(config);
        resolve(globalThis.mermaid);
      };
      script.onerror = () => reject(new Error(`${source} cannot be loaded`));
      document.head.append(script);
    });

  globalThis.mermaid = {
    initialize(options) {
      // The newer look brings colours of its own.
      config = { ...options, look: "classic", theme: "default", themeCSS: options.themeCSS + style };
    },
    async render(id, text) {
      loading ??= load();
      const drawn = await (await loading).render(id, text);
      // A wide one is moved sideways on a phone rather than made too small to read.
      const svg = drawn.svg.replace(/max-width: ([\d.]+)px/, (all, px) => `${all}; min-width: ${Math.min(px, 560)}px`);
      return { ...drawn, svg };
    },
  };
})();
