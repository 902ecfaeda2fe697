// Fails when the lock file lacks a package that another names as optional: `npm ci` would refuse it elsewhere.
import { readFileSync } from "node:fs";

const { packages } = JSON.parse(readFileSync(new URL("../package-lock.json", import.meta.url), "utf8"));
const missing = [];
for (const [path, entry] of Object.entries(packages)) {
  for (const name of Object.keys(entry.optionalDependencies ?? {})) {
    if (!found(path, name)) missing.push(`${name} (wanted by ${path || "the root"})`);
  }
}
if (missing.length > 0) {
  console.error(`package-lock.json is incomplete; missing:\n  ${missing.join("\n  ")}`);
  process.exit(1);
}

function found(path, name) {
  for (let at = path; ; at = at.slice(0, Math.max(0, at.lastIndexOf("/node_modules/")))) {
    if (`${at}${at ? "/" : ""}node_modules/${name}` in packages) return true;
    if (at === "") return false;
  }
}
