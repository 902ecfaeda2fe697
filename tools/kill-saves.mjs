// Kills a process that saves a model, again and again at random moments, and loads what it left: the file must be whole, all
// of one round.
//   npm run test:kill -- [--times 12] [--seed 1]
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { ready } from "@hornbeam/core";
import { loadModel } from "@hornbeam/models";

const { values } = parseArgs({
  options: { times: { type: "string", default: "12" }, seed: { type: "string", default: "1" } },
});
const script = fileURLToPath(new URL("lib/save-forever.mjs", import.meta.url));
const longest = 120; // milliseconds: several rounds
const leftovers = /^\.[\w.]+\.[\da-f-]{36}\.part$/;
await ready();

let state = Number(values.seed) >>> 0;
const random = () => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return state / 2 ** 32;
};
let passed = 0;
let failed = 0;
const folder = await mkdtemp(join(tmpdir(), "hornbeam-kill-"));
try {
  for (let i = 0; i < Number(values.times); i++) {
    const milliseconds = random() * longest;
    await saveAndKill(milliseconds);
    const problem = await problemOf();
    if (problem === undefined) passed++;
    else {
      failed++;
      console.log(`FAIL kill ${i}, after ${milliseconds.toFixed(1)} ms: ${problem}`);
    }
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

/** Starts the process that saves, lets it be for some time after its first round, and kills it. */
async function saveAndKill(milliseconds) {
  const child = spawn(process.execPath, ["--conditions=@hornbeam/source", "--no-warnings", script, folder], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(child, "exit");
  await Promise.race([once(child.stdout, "data"), ended]);
  await pause(milliseconds);
  child.kill("SIGKILL");
  const [, signal] = await ended;
  if (signal !== "SIGKILL") throw new Error("the process that saves ended by itself");
}

/** What is wrong with what it left. */
async function problemOf() {
  try {
    using model = await loadModel(join(folder, "m.keras"));
    const whole = roundsOf(model);
    await model.loadWeights(join(folder, "w.weights.json"));
    const split = roundsOf(model);
    if (whole.length !== 1 || split.length !== 1)
      return `weights of rounds ${whole} in the file, ${split} in the shards`;
  } catch (error) {
    return error.message;
  }
  // what was being written lies beside, under a name that nobody takes for the file
  const others = (await readdir(folder)).filter((name) => !/^(m\.keras|w(_next)?[_.][\w.]+)$/.test(name));
  const unknown = others.find((name) => !leftovers.test(name));
  return unknown && `the file ${unknown} was left`;
}
function roundsOf(model) {
  return [...new Set(model.getWeights().flatMap(({ data }) => [...new Set(data)]))];
}
