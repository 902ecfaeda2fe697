// Packs reference cases for the repository: `node pack-conformance.mjs --from DIR [--api FILE] [--to DIR]`.
//
// Each kind becomes `<kind>.tar.gz`: its files as they are, in the order of their names, without times and owners. The same
// cases give the same bytes. `--api` is a listing of Keras' functions and classes with their parameters;
// `signatures.json` is made of it.
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { gzipSync } from "node:zlib";
import { signatureFile } from "./signature-file.mjs";
import { tar } from "./tar.mjs";

const own = fileURLToPath(new URL("../../../conformance", import.meta.url));
const { values } = parseArgs({
  options: { from: { type: "string" }, to: { type: "string", default: own }, api: { type: "string" } },
});
if (!values.from) {
  console.error("Usage: node pack-conformance.mjs --from DIR [--api FILE] [--to DIR]");
  process.exit(2);
}

mkdirSync(values.to, { recursive: true });
const contents = [];
for (const kind of readdirSync(values.from).sort()) {
  if (!statSync(join(values.from, kind)).isDirectory()) continue;
  const entries = filesIn(join(values.from, kind)).map((name) => ({
    name: `${kind}/${name}`,
    bytes: readFileSync(join(values.from, kind, name)),
  }));
  for (const { name, bytes } of entries) if (name.endsWith(".json")) contents.push(JSON.parse(bytes.toString("utf8")));
  writeFileSync(join(values.to, `${kind}.tar.gz`), compressed(tar(entries)));
}
if (values.api) {
  const { modules } = JSON.parse(readFileSync(values.api, "utf8"));
  writeFileSync(join(values.to, "signatures.json"), signatureFile(modules, contents));
}

/** Names of all files below a folder, documents left out. */
function filesIn(folder, below = "") {
  return readdirSync(join(folder, below))
    .sort()
    .flatMap((name) => {
      const path = below === "" ? name : `${below}/${name}`;
      if (statSync(join(folder, path)).isDirectory()) return filesIn(folder, path);
      return name.endsWith(".md") ? [] : [path];
    });
}

/** gzip without the time, and without the name of the system. */
function compressed(bytes) {
  const zipped = gzipSync(bytes, { level: 9 });
  zipped.fill(0, 4, 8);
  zipped[9] = 255;
  return zipped;
}
