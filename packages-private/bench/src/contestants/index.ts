import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { Contestant } from "../contestant.ts";

const here = (file: string): string => fileURLToPath(new URL(file, import.meta.url));

/** Libraries to compare with, by the names that `--peer` takes. */
export const peers = ["keras-tensorflow", "keras-jax", "tfjs-layers", "hornbeam-128"] as const;
export type Peer = (typeof peers)[number];

/** How a contestant's process is started. */
export interface Command {
  readonly name: string;
  readonly file: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** One core means one: threads of the runtime must not use the other. */
const canPin = spawnSync("taskset", ["-c", "0", "true"]).status === 0;
function onCores(threads: number, command: Omit<Command, "name" | "env">): Omit<Command, "name" | "env"> {
  if (threads > 1 || !canPin) return command;
  return { file: "taskset", args: ["-c", "0", command.file, ...command.args] };
}

const node = (script: string): Omit<Command, "name" | "env"> => ({
  file: process.execPath,
  args: ["--conditions=@hornbeam/source", "--no-warnings", here(script)],
});
const plural = (threads: number): string => (threads === 1 ? "1 core" : `${threads} threads`);

/** Hornbeam on so many threads; `script` is one of those in this folder. */
export function hornbeam(threads: number, script = "hornbeam.ts"): Command {
  return { name: `Hornbeam, ${plural(threads)}`, ...onCores(threads, node(script)), env: {} };
}

/** Hornbeam without the vectors of 256 bits that Node 24 on x64 has by default. */
function narrow(threads: number): Command {
  return { ...hornbeam(threads), name: `Hornbeam, 128 bits, ${plural(threads)}`, env: { VECTOR_WIDTH: "128" } };
}

/** A peer on so many threads; none where it is not installed or has no threads. */
export function peer(name: Peer, threads: number, script = "keras_peer.py"): Command | undefined {
  if (name === "tfjs-layers") {
    return threads === 1 ? { name: "tfjs-layers, WASM", ...onCores(1, node("tfjs-layers.ts")), env: {} } : undefined;
  }
  if (name === "hornbeam-128") return narrow(threads);
  const python = process.env["KERAS_PYTHON"];
  if (!python) return undefined;
  const backend = name === "keras-jax" ? "jax" : "tensorflow";
  const env = {
    KERAS_BACKEND: backend,
    OMP_NUM_THREADS: String(threads),
    TF_NUM_INTRAOP_THREADS: String(threads),
    TF_NUM_INTEROP_THREADS: String(threads),
  };
  const label = backend === "jax" ? "JAX" : "TensorFlow";
  const command = onCores(threads, { file: python, args: [here(script)] });
  return { name: `Keras on ${label}, ${plural(threads)}`, ...command, env };
}

/** Starts a contestant on the workload in `folder`. */
export function enter(
  { name, file, args, env }: Command,
  folder: string,
  threads: number,
  workload: string,
): Contestant {
  return new Contestant(name, file, [...args, folder, String(threads), workload], env);
}
