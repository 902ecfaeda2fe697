// Runs the `@example` blocks of doc comments in which a line says what it gives: `expression; // value`, or
// `expression; // throws SomeError`. Whatever the packages export is there by its name.
// `model`, `x` and `y` are a compiled model and data for it, unless an example makes its own.
//   node --conditions=@hornbeam/source tools/check-examples.mjs [PACKAGE...]

import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { chdir } from "node:process";
import { fileURLToPath, pathToFileURL } from "node:url";
import { NDArray, ready, Tensor, toNDArray, Variable } from "@hornbeam/core";
import { examplesOf, statementsOf } from "./lib/examples.mjs";
import { matches } from "./lib/matches.mjs";

const root = fileURLToPath(new URL("../", import.meta.url));
const AsyncFunction = (async () => {}).constructor;
const wanted = process.argv.slice(2);
// earlier ones win where two packages export a name, after the example's own
const order = ["core", "ops", "random", "layers", "initializers", "losses", "metrics", "optimizers", "models"];
const all = readdirSync(join(root, "packages"));
const modules = {};
for (const name of [...order, ...all.filter((each) => !order.includes(each) && each !== "hornbeam")])
  modules[name] = await import(`@hornbeam/${name}`);

modules.tfjs = await import("@hornbeam/kernels/tfjs"); // what examples of kernels are called with

await ready();
const folder = mkdtempSync(join(tmpdir(), "hornbeam-doc-examples-"));
chdir(folder); // examples may write
const counts = { examples: 0, values: 0, failed: 0, silent: 0, network: 0 };
for (const name of all) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  for (const entry of readdirSync(join(root, "packages", name, "src"), { recursive: true, encoding: "utf8" })) {
    if (!entry.endsWith(".ts") || entry.endsWith(".test.ts")) continue;
    const file = join(root, "packages", name, "src", entry);
    for (const example of examplesOf(readFileSync(file, "utf8"))) await check(name, relative(root, file), example);
  }
}
chdir(root);
rmSync(folder, { recursive: true, force: true });
console.log(`${counts.examples} examples, ${counts.values} values compared`);
console.log(`not run: ${counts.silent} that state no value, ${counts.network} that need the network`);
console.log(`${counts.examples - counts.failed} passed, ${counts.failed} failed`);
process.exit(counts.failed === 0 ? 0 : 1);

async function check(packageName, file, { line, code }) {
  const statements = statementsOf(code);
  if (!statements.some(({ value }) => value !== undefined)) {
    counts.silent++;
    return;
  }
  if (/\bhttps?:\/\/|\b(loadData|getWordIndex)\(/.test(code)) {
    counts.network++;
    return;
  }
  counts.examples++;
  const problems = [];
  const compare = (got, value, text) => {
    counts.values++;
    if (!matches(toHost(got), value)) problems.push(`${text} gives ${JSON.stringify(toHost(got))}, not ${value}`);
  };
  const refuse = async (body, error, text) => {
    counts.values++;
    try {
      await body();
      problems.push(`${text} must throw ${error}`);
    } catch (thrown) {
      if (!`${thrown.name}: ${thrown.message}`.startsWith(error))
        problems.push(`${text} throws ${thrown}, not ${error}`);
    }
  };
  const write = process.stdout.write;
  process.stdout.write = () => true; // examples that train print their progress
  try {
    const body = stripTypeScriptTypes(`async () => {\n${statements.map(instrumented).join("\n")}\n}`);
    const scope = scopeOf([await import(pathToFileURL(join(root, file)).href), modules[packageName] ?? {}], body);
    await new AsyncFunction("$compare", "$refuse", ...scope.keys(), `await (${body})()`)(
      compare,
      refuse,
      ...scope.values(),
    );
  } catch (error) {
    problems.push(
      String(error.stack ?? error)
        .split("\n")
        .slice(0, 2)
        .join(" "),
    );
  }
  process.stdout.write = write;
  if (problems.length === 0) return;
  counts.failed++;
  console.log(`FAIL ${file}:${line}\n     ${problems.join("\n     ")}`);
}

function instrumented({ text, value, error }) {
  const expression = text.replace(/;\s*$/, "");
  if (value !== undefined) return `$compare((${expression}), ${JSON.stringify(value)}, ${JSON.stringify(expression)});`;
  if (error !== undefined)
    return `await $refuse(async () => (${expression}), ${JSON.stringify(error)}, ${JSON.stringify(expression)});`;
  return text;
}

/** Exports that a program names and does not declare. */
function scopeOf(nearest, code) {
  const scope = new Map();
  const declared = new Set([...code.matchAll(/\b(?:class|const|let|function)\s+([\w$]+)/g)].map(([, name]) => name));
  for (const [, list] of code.matchAll(/\b(?:const|let)\s*[[{]([^=]*)[\]}]\s*=/g))
    for (const [name] of list.matchAll(/[\w$]+/g)) declared.add(name);
  const names = new Set([...code.matchAll(/(?<![.\w$])[A-Za-z_$][\w$]*/g)].map(([name]) => name));
  for (const source of [...nearest, modules, ...Object.values(modules), names.has("model") ? given() : {}])
    for (const name of names)
      if (Object.hasOwn(source, name) && !declared.has(name) && !scope.has(name)) scope.set(name, source[name]);
  return scope;
}

function given() {
  const { Sequential } = modules.models;
  const { Dense, Input } = modules.layers;
  const model = new Sequential([Input({ shape: [3] }), new Dense({ units: 1 })]);
  model.compile({ optimizer: "sgd", loss: "mse" });
  return { model, x: NDArray.zeros([8, 3]), y: NDArray.zeros([8, 1]) };
}

/** The value with arrays instead of tensors. */
function toHost(value) {
  if (value instanceof Variable) return toHost(value.value);
  if (value instanceof Tensor) return toNDArray(value).toArray();
  if (value instanceof NDArray) return value.toArray();
  if (Array.isArray(value)) return value.map(toHost);
  if (ArrayBuffer.isView(value)) return Array.from(value, toHost);
  if (typeof value === "bigint") return Number(value);
  if (value !== null && typeof value === "object" && Object.getPrototypeOf(value) === Object.prototype)
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, toHost(each)]));
  return value;
}
