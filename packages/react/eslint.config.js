import js from "@eslint/js";
import reactHooks from "eslint-plugin-react-hooks";
import tseslint from "typescript-eslint";

const withoutReact = {
  paths: ["react", "react-dom"].map((name) => ({ name, message: "The core and the stores work without React." })),
};

export default tseslint.config(
  { ignores: ["dist/**"] },
  js.configs.recommended,
  {
    files: ["**/*.{ts,tsx}"],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: { "max-lines": ["error", 350], "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true, allowBoolean: true }] },
  },
  {
    // A browser lacks what its types promise: no window on a server, no locks on plain http.
    files: ["src/core/**/*.ts"],
    rules: {
      "@typescript-eslint/no-unnecessary-condition": "off",
      // `x = void x?.stop()` ends and forgets at once; every byte counts here.
      "@typescript-eslint/no-meaningless-void-operator": "off",
      "@typescript-eslint/no-unnecessary-boolean-literal-compare": "off",
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      "no-restricted-imports": ["error", { ...withoutReact, patterns: ["**/jobs/**", "**/react/**"] }],
    },
  },
  { files: ["src/jobs/**/*.ts"], rules: { "no-restricted-imports": ["error", { ...withoutReact, patterns: ["**/react/**"] }] } },
  { files: ["src/react/**/*.ts"], extends: [reactHooks.configs.flat.recommended], rules: { "max-lines": ["error", 65] } },
  { files: ["scripts/**/*.mjs", "*.js"], languageOptions: { globals: { console: "readonly", process: "readonly" } } },
);
