/**
 * Writes FEATURES.md: `npm run parity`. With `--check` it writes nothing, and fails when the file is out of date or when
 * something of Keras is missing without a reason in reasons.ts.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { featureOf } from "./features.ts";
import { kerasApi } from "./keras-api.ts";
import { featuresPage } from "./markdown.ts";

const { version, names } = kerasApi();
const features = names.map(featureOf);
const page = featuresPage(version, features);
const file = new URL("../../../FEATURES.md", import.meta.url);
const complaints = features
  .filter(({ unexplained }) => unexplained)
  .map(({ keras, notes }) => `${keras.module}.${keras.name}: ${notes.join("; ")}`);

if (process.argv.includes("--check")) {
  const stale = readFileSync(file, "utf8") !== page;
  if (stale) complaints.push("FEATURES.md is out of date: run `npm run parity`");
} else {
  writeFileSync(file, page);
}
for (const line of complaints) console.log(line);
console.log(`${features.length - complaints.length} passed, ${complaints.length} failed`);
process.exitCode = complaints.length === 0 ? 0 : 1;
