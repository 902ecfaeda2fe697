/**
 * Times one training step of the same nets here, in tfjs-layers on WASM and in real Keras, the contestants taking turns
 * in one run: `npm run bench -- [--only mlp-32|cnn-128] [--rounds 12] [--json FILE]`. Keras takes part where
 * KERAS_PYTHON names a Python that has it.
 */
import { writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { Contestant } from "./contestant.ts";
import { type Workload, workloads } from "./protocol.ts";
import { median, quantile } from "./statistics.ts";

const { values: flags } = parseArgs({
  options: { only: { type: "string" }, rounds: { type: "string", default: "12" }, json: { type: "string" } },
});
const here = (file: string) => fileURLToPath(new URL(`contestants/${file}`, import.meta.url));
const python = process.env["KERAS_PYTHON"];
const results: Record<string, Record<string, { median: number; p10: number } | { error: string }>> = {};

console.log(`${cpus().length} × ${cpus()[0]?.model ?? "unknown"}, Node ${process.version}`);
for (const name of Object.keys(workloads) as Workload[]) {
  if (flags.only === undefined || flags.only === name) results[name] = await time(name, Number(flags.rounds));
}
if (flags.json) writeFileSync(flags.json, `${JSON.stringify(results, null, 2)}\n`);

async function time(name: Workload, rounds: number): Promise<(typeof results)[string]> {
  const node = (file: string) => ["--conditions=@hornbeam/source", "--no-warnings", here(file), name];
  const contestants = [
    new Contestant("Hornbeam", process.execPath, node("hornbeam.ts")),
    new Contestant("tfjs-layers, WASM", process.execPath, node("tfjs-layers.ts")),
    ...(python ? [1, 2].map((threads) => keras(python, name, threads)) : []),
  ];
  console.log(`\n${workloads[name].title}: ms a training step, median (fastest tenth)`);
  const steps = name === "mlp-32" ? 40 : 5;
  const times = new Map<Contestant, number[]>();
  const failures = new Map<Contestant, string>();
  // the first two rounds warm up: WebAssembly is compiled twice, graphs are traced
  for (let round = -2; round < rounds; round++) {
    for (const contestant of contestants) {
      if (failures.has(contestant)) continue;
      try {
        const { ms, loss } = await contestant.run(steps);
        if (!Number.isFinite(loss)) throw new Error(`its loss is ${loss}`);
        if (round >= 0) times.set(contestant, [...(times.get(contestant) ?? []), ...ms]);
      } catch (error) {
        failures.set(contestant, (error as Error).message);
      }
    }
  }
  const own = median(times.get(contestants[0]!) ?? [Number.NaN]);
  const rows = contestants.map((contestant) => {
    contestant.end();
    const ms = times.get(contestant);
    if (!ms || failures.has(contestant))
      return [contestant.name, { error: failures.get(contestant) ?? "no times" }] as const;
    return [contestant.name, { median: median(ms), p10: quantile(ms, 0.1) }] as const;
  });
  for (const [label, row] of rows) {
    if ("error" in row) console.log(`  ${label.padEnd(28)} cannot: ${row.error}`);
    else
      console.log(
        `  ${label.padEnd(28)} ${row.median.toFixed(2).padStart(8)} (${row.p10.toFixed(2)})   ${(row.median / own).toFixed(2)}×`,
      );
  }
  return Object.fromEntries(rows);
}

function keras(command: string, name: Workload, threads: number): Contestant {
  const env = {
    OMP_NUM_THREADS: String(threads),
    TF_NUM_INTRAOP_THREADS: String(threads),
    TF_NUM_INTEROP_THREADS: String(threads),
  };
  return new Contestant(
    `Keras, TensorFlow, ${threads} thread${threads === 1 ? "" : "s"}`,
    command,
    [here("train_keras.py"), name, String(threads)],
    env,
  );
}
