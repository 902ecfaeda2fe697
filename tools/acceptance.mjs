// Runs the programs in examples/ and the first one in README.md, in an empty folder each: they must end well, leave no
// tensor behind and the files that they promise.
//   node tools/acceptance.mjs                 all of them
//   node tools/acceptance.mjs functional      one
import { execFile } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { seconds } from "./lib/seconds.mjs";

const run = promisify(execFile);
const root = fileURLToPath(new URL("../", import.meta.url));
const zip = "PK\u0003\u0004";
const png = "\u0089PNG\r\n";
const hdf5 = "\u0089HDF\r\n";

/** What each program must leave: files or, for names that vary, patterns, and how the files begin. */
const programs = {
  "mnist-cnn": [
    ["runs/mnist/model.keras", zip],
    [/^runs\/mnist\/\d\d-\d\.\d\d\.keras$/, zip],
    ["runs/mnist/history.svg", "<svg"],
    ["runs/mnist/history.html", "<!doctype html>"],
    ["runs/mnist/digits.png", png],
    ["runs/mnist/conv1.png", png],
    ["runs/mnist/model.svg", "<svg"],
    [/^runs\/mnist\/logs\/train\/events\.out\.tfevents\.[\w.-]+\.v2$/, ""],
    [/^runs\/mnist\/logs\/validation\/events\.out\.tfevents\.[\w.-]+\.v2$/, ""],
  ],
  functional: [],
  subclassing: [],
  "custom-layer": [["runs/custom/model.keras", zip]],
  "weights-and-gradients": [],
  "around-a-model": [
    ["runs/around/w.weights.h5", hdf5],
    ["runs/around/m.keras", zip],
    ["runs/around/m.h5", hdf5],
  ],
  README: [["digits.keras", zip]],
};

const wanted = process.argv.slice(2);
const names = wanted.length > 0 ? wanted : Object.keys(programs);
const unknown = names.filter((name) => !(name in programs));
if (unknown.length > 0) {
  console.error(`Cannot run ${unknown.join(", ")}: the programs are ${Object.keys(programs).join(", ")}`);
  process.exit(2);
}
let failed = 0;
for (const file of readdirSync(join(root, "examples"))) {
  const name = file.replace(/\.ts$/, "");
  if (name in programs || name === "data") continue;
  failed++;
  console.log(`FAIL examples/${file}: say in tools/acceptance.mjs what it leaves`);
}
for (const name of names) {
  const start = performance.now();
  // inside the project, so that a program that is written there finds the packages
  mkdirSync(join(root, "runs"), { recursive: true });
  const folder = mkdtempSync(join(root, "runs/example-"));
  try {
    const { stdout } = await execute(name, folder);
    const problems = programs[name].flatMap(([file, head]) => problemOf(folder, file, head));
    if (problems.length > 0) throw new Error(`${problems.join("\n")}\n${stdout}`);
    const result = stdout.split("\n").find((line) => line.startsWith("Test accuracy"));
    console.log(`ok   ${titleOf(name)}, ${seconds(performance.now() - start)}${result ? `: ${result}` : ""}`);
  } catch (error) {
    failed++;
    console.log(`FAIL ${titleOf(name)}\n${error.stdout ?? ""}${error.stderr || error.message}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
console.log(`${names.length - Math.min(failed, names.length)} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

function titleOf(name) {
  return name === "README" ? "README.md" : `examples/${name}.ts`;
}

function execute(name, cwd) {
  const file = name === "README" ? join(cwd, "program.ts") : join(root, "examples", `${name}.ts`);
  if (name === "README") {
    const [, program] = /```ts\n([\s\S]*?)```/.exec(readFileSync(join(root, "README.md"), "utf8"));
    writeFileSync(file, `${program}\nmodel[Symbol.dispose]();\n`);
  }
  const hook = new URL("lib/no-tensor-left.mjs", import.meta.url).href;
  const arguments_ = ["--conditions=@hornbeam/source", "--import", hook, file];
  return run(process.execPath, arguments_, { cwd, maxBuffer: 2 ** 26, timeout: 300_000 });
}

function problemOf(folder, file, head) {
  const path =
    typeof file === "string"
      ? file
      : readdirSync(folder, { recursive: true, encoding: "utf8" })
          .map((each) => each.replaceAll("\\", "/"))
          .find((each) => file.test(each));
  if (path === undefined || !existsSync(join(folder, path))) return [`${file} must be written`];
  if (statSync(join(folder, path)).size === 0) return [`${path} must not be empty`];
  const begin = readFileSync(join(folder, path)).subarray(0, head.length).toString("latin1");
  return begin.toLowerCase() === head.toLowerCase() ? [] : [`${path} must begin with ${JSON.stringify(head)}`];
}
