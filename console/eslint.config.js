import hooks from "eslint-plugin-react-hooks";
import { defineConfig, globalIgnores } from "eslint/config";
import tseslint from "typescript-eslint";

export default defineConfig(
  globalIgnores(["target", "node_modules"]),
  {
    files: ["src/**/*.{ts,tsx}"],
    extends: [...tseslint.configs.strict, hooks.configs.flat.recommended],
    rules: {
      "max-lines": ["error", 300],
      eqeqeq: "error",
      "no-console": "error",
      "no-restricted-exports": ["error", { restrictDefaultExports: { direct: true } }],
      "no-restricted-properties": [
        "error",
        { property: "dangerouslySetInnerHTML", message: "Render text, not markup." },
        { property: "innerHTML", message: "Render text, not markup." },
      ],
      "no-restricted-globals": [
        "error",
        { name: "fetch", message: "Only src/api talks to the server." },
        { name: "EventSource", message: "One stream per tab: src/api/live.tsx." },
      ],
      "@typescript-eslint/consistent-type-imports": "error",
    },
  },
  { files: ["src/api/**", "src/**/*.test.*"], rules: { "no-restricted-globals": "off" } },
);
