// Packs a listing of Keras' public names for the repository: `node pack-api.mjs LISTING`.
//
// Keeps of each name whether it is a class, what it stands for, and its parameters; `conformance/keras-api.json` is made.
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const [listing] = process.argv.slice(2);
const { keras, modules } = JSON.parse(readFileSync(listing, "utf8"));
const lines = Object.entries(modules).flatMap(([module, entries]) =>
  entries.map(({ name, kind, alias_of: alias, params }) => {
    const parameters = (params ?? []).filter((each) => !/^var_/.test(each.kind ?? "")).map((each) => each.name);
    return [module, name, kind, alias ?? "", parameters.join(" ")].map((each) => JSON.stringify(each)).join(",");
  }),
);
const file = fileURLToPath(new URL("../../../conformance/keras-api.json", import.meta.url));
writeFileSync(file, `{"keras":"${keras}","names":[\n[${lines.join("],\n[")}]\n]}\n`);
