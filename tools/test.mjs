// `npm test`: every check of the project, one step after the other, each a script that also works alone.
// Prints what the steps print, and at the end what passed and failed in all of them together.
//   node tools/test.mjs            all steps
//   node tools/test.mjs unit lint  some of them
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { seconds } from "./lib/seconds.mjs";

/** `[script, what it checks, steps that must have passed before]`. */
const steps = [
  ["kernels", "WASM kernels: compiled from source"],
  ["check:lock", "Lock file: complete on every platform"],
  ["check:graph", "Package graph: who imports whom"],
  ["lint", "Lint and format"],
  ["typecheck", "Types"],
  ["unit", "Unit tests", "kernels"],
  ["conformance:ci", "Reference cases of Keras", "kernels"],
  ["parity:check", "FEATURES.md: what of Keras is here", "kernels"],
  ["fuzz", "Damaged files: every reader refuses them by an error of its own", "kernels"],
  ["test:kill", "Saving is killed: the file is always whole"],
  ["check:examples", "Examples in doc comments", "kernels"],
  ["examples", "Example programs", "kernels"],
  ["build", "Build of the packages", "kernels"],
  ["check:packages", "Packages as they are published", "build"],
  ["size", "Sizes of bundles", "build"],
  ["test:browser", "Browsers: in a page, in a worker, from bundles", "build"],
  ["test:docs", "The site: links, and the live example in browsers", "build"],
  ...(process.env.KERAS_PYTHON
    ? [["test:keras", "Real Keras opens what is saved here, and the reverse", "kernels"]]
    : []),
];

const root = fileURLToPath(new URL("../", import.meta.url));
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !steps.some(([script]) => script === name));
if (unknown.length > 0) {
  console.error(`Cannot run ${unknown.join(", ")}: the steps are ${steps.map(([script]) => script).join(", ")}`);
  process.exit(2);
}

const start = performance.now();
const results = [];
for (const [script, title, ...needs] of steps) {
  if (wanted.length > 0 && !wanted.includes(script)) continue;
  console.log(`\n── ${title} (npm run ${script})`);
  const broken = needs.find((need) => results.some((result) => result.script === need && result.failed > 0));
  const result = broken
    ? { passed: 0, failed: 1, time: 0, note: `not run: ${broken} failed` }
    : { ...(await run(script)), note: "" };
  results.push({ script, ...result });
}

console.log("\n── Summary");
for (const { script, passed, failed, time, note } of results)
  console.log(
    `${failed === 0 ? "ok  " : "FAIL"} ${script.padEnd(16)} ${`${passed} passed, ${failed} failed`.padEnd(26)} ${note || seconds(time)}`,
  );
const passed = results.reduce((sum, result) => sum + result.passed, 0);
const failed = results.reduce((sum, result) => sum + result.failed, 0);
if (!process.env.KERAS_PYTHON)
  console.log("NOT RUN: test:keras, which needs KERAS_PYTHON=$(bash tools/keras-python.sh)");
console.log(`${results.length} steps in ${seconds(performance.now() - start)}`);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

/**
 * A step says what it counted by its last line `N passed, N failed`, or by the row `total` of a table; one without either
 * counts as one check.
 */
async function run(script) {
  const begin = performance.now();
  // npm itself is a JavaScript file, run by the Node that runs this
  const npm = process.env.npm_execpath;
  const [command, first] = npm ? [process.execPath, [npm]] : ["npm", []];
  const child = spawn(command, [...first, "run", "--silent", script], {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe"],
    shell: !npm && process.platform === "win32",
  });
  let counts;
  for (const stream of [child.stdout, child.stderr]) {
    let rest = "";
    stream.setEncoding("utf8").on("data", (text) => {
      process.stdout.write(text);
      const lines = (rest + text).split("\n");
      rest = lines.pop();
      for (const line of lines) {
        const match = /^\s*(\d+) passed, (\d+) failed\b/.exec(line) ?? /^total +· +(\d+) · +(\d+) ·/.exec(line);
        if (match) counts = { passed: Number(match[1]), failed: Number(match[2]) };
      }
    });
  }
  const status = await new Promise((resolve) => {
    child.on("error", () => resolve(1)).on("close", resolve);
  });
  const { passed: good, failed: bad } = counts ?? { passed: status === 0 ? 1 : 0, failed: 0 };
  return { passed: good, failed: status === 0 ? bad : Math.max(bad, 1), time: performance.now() - begin };
}
