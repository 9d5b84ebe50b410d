// The scripts of every component, joined as the app joins them, and which file a joined line came from.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import vm from "node:vm";

export const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const FOLDER = "explainer/components";
const read = (file) => readFileSync(join(ROOT, FOLDER, file), "utf8");
const JOINED = JSON.parse(read("scripts.json"));

export const components = Object.keys(JOINED);

/** A component as one text, and for each of its lines the file it stands in and the number it has there, from 1. */
export function joined(component) {
  const texts = JOINED[component].map(read);
  const places = texts.flatMap((text, i) => text.split("\n").map((_, line) => ({ file: `${FOLDER}/${JOINED[component][i]}`, line: line + 1 })));
  return { text: texts.join("\n"), places };
}

/** Some names of a component's scope, freshly evaluated; `browser` is what a browser would have brought along. */
export function load(component, names, browser = {}) {
  const world = { matchMedia: () => ({ matches: false }), ...browser };
  const text = joined(component).text.replace("export default function", "const component = function");
  const make = vm.compileFunction(`"use strict"; ${text}; return { ${names.join(", ")} };`, Object.keys(world), { filename: `${component}.js` });
  return make(...Object.values(world));
}
