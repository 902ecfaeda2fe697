// Saves or loads once in this fresh process, and says how long it took and how much the process grew meanwhile.
//   node hornbeam.ts save|load PATH
import { readFileSync, writeFileSync } from "node:fs";
import { ready } from "@hornbeam/core";
import { Dense, Input } from "@hornbeam/layers";
import { loadModel, Sequential } from "@hornbeam/models";
import "@hornbeam/saving"; // what takes part is there before the clock starts

const [mode, path = ""] = process.argv.slice(2);
await ready();
const widths = [5000, 2500, 2500];
const make = (sizes: number[]) =>
  new Sequential([
    Input({ shape: [sizes[0]!] }),
    ...sizes.slice(1).map((units) => new Dense({ units, kernelInitializer: "glorot_uniform" })),
  ]);

/** The most memory that the process ever had, in bytes: what the system counts. */
function peak(): number {
  return Number(/VmHWM:\s+(\d+)/.exec(readFileSync("/proc/self/status", "utf8"))?.[1]) * 1024;
}

// a small one first: modules are loaded, functions compiled
const small = make([4, 4, 4]);
await small.save(`${path}.small.keras`);
(await loadModel(`${path}.small.keras`)).countParams();

const model = mode === "save" ? make([...widths, 2500, 10]) : undefined;
model?.weights.map(({ value }) => value);
writeFileSync("/proc/self/clear_refs", "5"); // the peak counts from here
const before = peak();
const start = performance.now();
const loaded = mode === "save" ? model : await loadModel(path);
if (mode === "save") await model!.save(path);
else loaded!.weights.map(({ value }) => value); // all of it ready to compute
const ms = performance.now() - start;
console.log(JSON.stringify({ ms, grown: peak() - before, bytes: 4 * loaded!.countParams() }));
