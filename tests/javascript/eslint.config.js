// Rules that catch faults; how the code looks is nobody's business here.

import js from "@eslint/js";

const BROWSER = ["document", "window", "location", "performance", "matchMedia", "innerWidth", "getComputedStyle", "addEventListener",
  "ResizeObserver", "CustomEvent", "requestAnimationFrame", "cancelAnimationFrame", "setTimeout", "clearTimeout", "setInterval",
  "clearInterval", "atob", "localStorage"];
const MARKUP = "Text must not become markup.";
const MAY_WRITE_MARKUP = ["explainer/components/live_chart/**"];      // it escapes what it is given: `safe`

export default [
  js.configs.recommended,
  {
    linterOptions: { reportUnusedDisableDirectives: "error" },
    languageOptions: { ecmaVersion: 2023, sourceType: "module", globals: Object.fromEntries(BROWSER.map((name) => [name, "readonly"])) },
    rules: {
      eqeqeq: ["error", "always", { null: "ignore" }],
      "array-callback-return": ["error", { checkForEach: false }],
      "no-constructor-return": "error",
      "no-eval": "error",
      "no-extend-native": "error",
      "no-implied-eval": "error",
      "no-loop-func": "error",
      "no-new-func": "error",
      "no-promise-executor-return": "error",
      "no-self-compare": "error",
      "no-template-curly-in-string": "error",
      "no-unreachable-loop": "error",
      "no-unused-vars": ["error", { args: "after-used", argsIgnorePattern: "^_" }],
      "no-useless-return": "error",
      "no-var": "error",
      "prefer-const": ["error", { destructuring: "all" }],
      radix: "error",
      "no-restricted-globals": ["error", "event", "name", "status", "top", "parent", "self", "origin", "length", "open", "close", "find", "stop"],
      "no-restricted-properties": ["error", ...["innerHTML", "outerHTML", "insertAdjacentHTML", "createContextualFragment"]
        .map((property) => ({ property, message: MARKUP })), { object: "document", property: "write", message: MARKUP }],
    },
  },
  {
    files: MAY_WRITE_MARKUP,
    rules: { "no-restricted-properties": ["error", { property: "insertAdjacentHTML", message: MARKUP }, { object: "document", property: "write", message: MARKUP }] },
  },
];
