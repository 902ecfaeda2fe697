// Fails when a package imports what it may not: something at its own level or above it, something that it does not declare,
// another copy of TensorFlow.js, a built-in of Node, or itself in a circle.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { importsOf } from "./lib/imports.mjs";

const root = fileURLToPath(new URL("../", import.meta.url));

/** From the ground up; packages of a line do not see each other. */
const levels = [
  ["kernels"],
  ["core"],
  ["ops", "random"],
  ["data"],
  ["utils"],
  ["initializers", "regularizers", "constraints", "activations"],
  ["losses", "metrics", "optimizers", "layers"],
  ["callbacks"],
  ["saving"],
  ["models"],
  ["datasets", "viz"],
  ["hornbeam"],
];
/** Pairs within a line that are allowed: Keras' modules have the same order. */
const within = { random: ["ops"], metrics: ["losses"] };
/** Packages that get by with less than what lies below them. */
const only = {
  utils: ["core", "ops", "data"],
  data: ["core"],
  datasets: ["core", "utils"],
  viz: ["core"],
  saving: ["core", "ops", "utils"],
};
const tfjsUsers = new Set(["kernels", "core", "ops"]);
/** Dependencies that published files name, though no source imports them: the types of the vendored TensorFlow.js. */
const namedByAssets = new Set(["kernels @tensorflow/tfjs-core"]);
/** Imports that close a circle, and are used by functions only, long after every module has started. */
const closing = new Set([
  "core/src/tensor/to-tensor.ts -> tensor/variable.ts", // asks for instances
  "core/src/layer/_tracking.ts -> layer/layer.ts", // asks for instances
  "kernels/src/kernels/conv2d-gradients.ts -> kernels/conv2d.ts", // pure functions both ways
  "models/src/serialization/known-reading.ts -> functional.ts", // asked when a config is read
  "models/src/serialization/known-reading.ts -> model.ts",
  "models/src/serialization/known-reading.ts -> sequential.ts",
  "models/src/serialization/catalogue.ts -> functional.ts", // models are read by name, also those inside models
  "models/src/serialization/catalogue.ts -> model.ts",
  "models/src/serialization/catalogue.ts -> sequential.ts",
  "models/src/serialization/reading.ts -> serialization/catalogue.ts", // a table that is put together when it is first asked for
]);
const builtins = new Set(builtinModules.flatMap((name) => [name, `node:${name}`]));

const problems = [];
const levelOf = new Map(levels.flatMap((names, level) => names.map((name) => [name, level])));
const folders = readdirSync(join(root, "packages")).filter((name) =>
  existsSync(join(root, "packages", name, "package.json")),
);
for (const name of folders) checkPackage(name);
if (problems.length > 0) {
  console.error(problems.join("\n"));
  console.error(`0 passed, ${problems.length} failed`);
  process.exit(1);
}
console.log(`${folders.length} packages import only what they may`);

function checkPackage(name) {
  if (!levelOf.has(name)) return problems.push(`packages/${name}: it has no level in tools/check-graph.mjs`);
  const manifest = JSON.parse(readFileSync(join(root, "packages", name, "package.json"), "utf8"));
  const declared = { ...manifest.dependencies, ...manifest.peerDependencies, ...manifest.optionalDependencies };
  for (const dependency of Object.keys(declared)) {
    const target = dependency.startsWith("@hornbeam/") && dependency.slice("@hornbeam/".length);
    if (target && !mayImport(name, target))
      problems.push(`packages/${name}/package.json: @hornbeam/${name} must not depend on ${dependency}`);
  }
  const source = join(root, "packages", name, "src");
  const files = new Map();
  for (const entry of readdirSync(source, { recursive: true, encoding: "utf8" })) {
    if (entry.endsWith(".ts")) files.set(join(source, entry), importsOf(readFileSync(join(source, entry), "utf8")));
  }
  const used = new Set();
  for (const [file, imports] of files) {
    const test = isTest(file);
    for (const { specifier } of imports) checkImport({ name, file, specifier, declared, test, files, used });
  }
  for (const dependency of Object.keys(manifest.dependencies ?? {})) {
    if (!used.has(dependency) && !namedByAssets.has(`${name} ${dependency}`) && !readByUrl(source, dependency))
      problems.push(`packages/${name}/package.json: ${dependency} is declared, but no source imports it`);
  }
  checkCircles(files);
}

function checkImport({ name, file, specifier, declared, test, files, used }) {
  const where = relative(root, file);
  const report = (text) => problems.push(`${where}: ${text}`);
  if (specifier.startsWith(`@hornbeam/${name}/`)) return; // a package may call itself by its name
  if (specifier.startsWith(".")) {
    const target = resolve(dirname(file), specifier);
    if (
      specifier.endsWith(".ts") &&
      !test &&
      target.startsWith(join(root, "packages", name, "src")) &&
      !files.has(target)
    )
      report(`"${specifier}" must be a file`);
    return;
  }
  if (builtins.has(specifier)) {
    if (!test && !/_node\.ts$/.test(file))
      report(`"${specifier}" is Node's own; only files named *_node.ts may use it`);
    return;
  }
  const dependency = specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
  if (!test) used.add(dependency);
  const target = dependency.startsWith("@hornbeam/") ? dependency.slice("@hornbeam/".length) : undefined;
  if (test) return; // tests may look at the whole family
  if (!(dependency in declared)) report(`"${specifier}" must be among the dependencies in its package.json`);
  if (target !== undefined && !mayImport(name, target)) report(`@hornbeam/${name} must not import "${specifier}"`);
  if ((specifier === "@hornbeam/kernels/tfjs" || specifier.startsWith("@tensorflow/")) && !tfjsUsers.has(name))
    report(`only ${[...tfjsUsers].join(", ")} import "${specifier}"; take it from @hornbeam/ops`);
}

function mayImport(name, target) {
  if (!levelOf.has(target)) return false;
  if (name in only) return only[name].includes(target);
  return levelOf.get(target) < levelOf.get(name) || (within[name] ?? []).includes(target);
}

/** Circles between the files of a package: with one, what a module finds when it starts depends on who came first. */
function checkCircles(files) {
  const state = new Map();
  const path = [];
  const visit = (file) => {
    state.set(file, "open");
    path.push(file);
    for (const { specifier, typeOnly, lazy } of files.get(file)) {
      if (typeOnly || lazy || !specifier.startsWith(".")) continue;
      const target = resolve(dirname(file), specifier);
      if (!files.has(target) || closing.has(edge(file, target))) continue;
      if (state.get(target) === "open") {
        const circle = [...path.slice(path.indexOf(target)), target].map((each) => relative(root, each));
        problems.push(`${circle.join(" -> ")}: imports must not run in a circle`);
      } else if (!state.has(target)) visit(target);
    }
    path.pop();
    state.set(file, "done");
  };
  for (const file of files.keys()) if (!state.has(file) && !isTest(file)) visit(file);
}

/** `core/src/a.ts -> b/c.ts`: the second counts from the package's src. */
function edge(from, to) {
  const source = relative(join(root, "packages"), from).replaceAll("\\", "/");
  const base = join(root, "packages", source.split("/")[0], "src");
  return `${source} -> ${relative(base, to).replaceAll("\\", "/")}`;
}

function isTest(file) {
  return /\.test\.ts$|[\\/](fixtures|testing)[\\/]/.test(file);
}

/** Files of a dependency that are found by their URL, not imported (fonts, binaries). */
function readByUrl(source, dependency) {
  return readdirSync(source, { recursive: true, encoding: "utf8" }).some(
    (entry) =>
      entry.endsWith(".ts") && !isTest(entry) && readFileSync(join(source, entry), "utf8").includes(`${dependency}/`),
  );
}
