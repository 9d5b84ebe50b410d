// Lints every component as the browser sees it: its files joined, in one scope. So a name that no file declares is found,
// and so is one that two declare. A name of a shared file is unused only if no component that joins the file uses it.

import { ESLint } from "eslint";
import config from "./eslint.config.js";
import { ROOT, components, joined } from "./scripts.js";

const eslint = new ESLint({ cwd: ROOT, overrideConfigFile: true, overrideConfig: config });
const found = new Map(), joining = new Map();      // a fault and how many components have it; a file and how many join it

for (const component of components) {
  const { text, places } = joined(component);
  for (const file of new Set(places.map((place) => place.file))) joining.set(file, (joining.get(file) ?? 0) + 1);
  const [{ messages }] = await eslint.lintText(text, { filePath: `explainer/components/${component}/joined.js` });
  for (const { line, column, message, ruleId } of messages) {
    const { file, line: own } = places[line - 1], words = `${file}:${own}:${column}  ${message}  (${ruleId ?? "syntax"})`;
    found.set(words, { file, ruleId, times: (found.get(words)?.times ?? 0) + 1 });
  }
}

const faults = [...found].filter(([, { file, ruleId, times }]) => ruleId !== "no-unused-vars" || times === joining.get(file));
for (const [words] of faults) console.error(words);
console.log(`${components.length} components linted, ${faults.length} faults.`);
process.exitCode = faults.length ? 1 : 0;
