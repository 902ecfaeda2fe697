/**
 * Saves and loads a model of 25 million parameters here and in real Keras, each time in a fresh process, taking turns:
 * `npm run bench:files -- [--rounds 5]`. Real Keras takes part where KERAS_PYTHON names a Python that has it.
 *
 * Memory is what the process grows by, at most, from when the model stands (to be saved) or before it does (loaded), as a
 * multiple of the weights' bytes. Linux only: it is read from /proc.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { median } from "./statistics.ts";

interface Run {
  readonly ms: number;
  /** Bytes that the process grew by, at most. */
  readonly grown: number;
  /** Bytes of the weights. */
  readonly bytes: number;
}

const { values: flags } = parseArgs({ options: { rounds: { type: "string", default: "5" } } });
const here = (file: string) => fileURLToPath(new URL(`files/${file}`, import.meta.url));
const python = process.env["KERAS_PYTHON"];
const mostMemory = 2.5;
const contestants = [
  {
    name: "Hornbeam",
    command: process.execPath,
    args: ["--conditions=@hornbeam/source", "--no-warnings", here("hornbeam.ts")],
  },
  ...(python ? [{ name: "Keras", command: python, args: [here("keras_files.py")] }] : []),
];

const folder = mkdtempSync(join(tmpdir(), "hornbeam-bench-"));
const runs = new Map<string, Run[]>();
try {
  for (let round = 0; round < Number(flags.rounds); round++) {
    for (const mode of ["save", "load"]) {
      for (const { name, command, args } of contestants) {
        const path = join(folder, `${name}.keras`);
        const out = execFileSync(command, [...args, mode, path], {
          encoding: "utf8",
          stdio: ["ignore", "pipe", "ignore"],
        });
        const run = JSON.parse(out.trim().split("\n").at(-1)!) as Run;
        runs.set(`${mode} ${name}`, [...(runs.get(`${mode} ${name}`) ?? []), run]);
      }
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

let failed = 0;
for (const mode of ["save", "load"]) {
  const keras = runs.get(`${mode} Keras`);
  for (const { name } of contestants) {
    const own = runs.get(`${mode} ${name}`)!;
    const ms = median(own.map((run) => run.ms));
    const memory = median(own.map(({ grown, bytes }) => grown / bytes));
    const ratio = keras ? ms / median(keras.map((run) => run.ms)) : Number.NaN;
    const good = name !== "Hornbeam" || (memory < mostMemory && !(ratio > 1));
    if (!good) failed++;
    const words = [
      `${mode} ${name}`.padEnd(16),
      `${ms.toFixed(0).padStart(6)} ms`,
      `${memory.toFixed(2)}× the weights' bytes`,
    ];
    console.log(
      `${good ? "ok  " : "FAIL"} ${words.join("  ")}${Number.isNaN(ratio) ? "" : `  ${ratio.toFixed(2)}× Keras' time`}`,
    );
  }
}
console.log(`${2 * contestants.length - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
