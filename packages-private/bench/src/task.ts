import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { NDArray, setRandomSeed } from "@hornbeam/core";
import { samples } from "./data.ts";
import type { Task } from "./protocol.ts";
import type { Workload } from "./workloads/index.ts";

/** Writes a workload's model and data, so that all contestants begin with the same weights. */
export async function writeTask(folder: string, workload: Workload): Promise<void> {
  mkdirSync(folder, { recursive: true });
  setRandomSeed(1);
  using model = workload.build();
  await model.save(join(folder, "model.keras"));
  const { x, y, shape } = samples(workload, workload.batch * workload.steps);
  writeFileSync(join(folder, "x.bin"), x);
  writeFileSync(join(folder, "y.bin"), y);
  const task: Task = { batch: workload.batch, shape, dtype: workload.words ? "int32" : "float32" };
  writeFileSync(join(folder, "task.json"), JSON.stringify(task));
}

/** The data of a workload, as {@link writeTask} wrote them. */
export function readTask(folder: string): Task & { readonly x: NDArray; readonly y: NDArray } {
  const task = JSON.parse(readFileSync(join(folder, "task.json"), "utf8")) as Task;
  const bytes = (name: string): ArrayBuffer => Uint8Array.from(readFileSync(join(folder, name))).buffer;
  const x = task.dtype === "int32" ? new Int32Array(bytes("x.bin")) : new Float32Array(bytes("x.bin"));
  return { ...task, x: new NDArray(x, task.shape), y: new NDArray(new Int32Array(bytes("y.bin")), [task.shape[0]!]) };
}
