/**
 * Times one step of Adam on 1,000,000 weights in 20 variables: here, by TensorFlow.js' own optimizer on its WASM backend (in
 * a process of its own, the two taking turns), and how long copying takes what a step reads: weights, gradients, both means.
 *
 *     node --conditions=@hornbeam/source packages-private/bench/src/optimizers.ts [rounds]
 */
import { fileURLToPath } from "node:url";
import { ready, type Tensor, Variable } from "@hornbeam/core";
import { multiply, ones, zeros } from "@hornbeam/ops";
import { Adam } from "@hornbeam/optimizers";
import { Contestant } from "./contestant.ts";
import { median } from "./statistics.ts";

const rounds = Number(process.argv[2] ?? 20);
const steps = 20;
const shapes = Array.from({ length: 20 }, () => [250, 200]);

await ready();
const variables = shapes.map((shape, i) => new Variable({ name: `w${i}`, shape, initializer: () => zeros(shape) }));
const gradients: Tensor[] = shapes.map((shape) => multiply(ones(shape), 0.01));
const adam = new Adam();
const arrays = Array.from({ length: 80 }, () => [new Float32Array(50_000), new Float32Array(50_000)] as const);
const peer = new Contestant("TensorFlow.js", process.execPath, [
  "--no-warnings",
  fileURLToPath(new URL("contestants/tfjs-adam.ts", import.meta.url)),
]);

const own = (): void => adam.apply(gradients, variables);
const copy = (): void => {
  for (const [from, to] of arrays) to.set(from);
};
const ms: Record<"here" | "copy" | "peer", number[]> = { here: [], copy: [], peer: [] };
for (let round = -3; round < rounds; round++) {
  const times = { here: timed(own), copy: timed(copy), peer: (await peer.ask({ do: "train" }))[0] ?? Number.NaN };
  for (const name of ["here", "copy", "peer"] as const) if (round >= 0) ms[name].push(times[name]);
}
peer.end();

const [here, copying, theirs] = [median(ms.here), median(ms.copy), median(ms.peer)];
console.log("A step of Adam on 1,000,000 weights in 20 variables, ms, median");
console.log(`  Hornbeam                  ${here.toFixed(2)}`);
console.log(`  copying the same bytes    ${copying.toFixed(2)}   a step takes ${(here / copying).toFixed(2)}×`);
console.log(`  TensorFlow.js, WASM       ${theirs.toFixed(2)}   ${(theirs / here).toFixed(1)}× as long`);
if (peer.failure) console.log(`  TensorFlow.js cannot: ${peer.failure}`);

function timed(work: () => void): number {
  const from = performance.now();
  for (let i = 0; i < steps; i++) work();
  return (performance.now() - from) / steps;
}
