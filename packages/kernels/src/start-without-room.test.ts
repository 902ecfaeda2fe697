import * as tf from "@hornbeam/kernels/tfjs";
import { expect, it, vi } from "vitest";
import { start } from "./start.ts";
import { getThreads, setThreads } from "./threads/threads.ts";

it("starts in memory of one thread where there is no room for shared memory", async () => {
  const instantiate = vi
    .spyOn(WebAssembly, "instantiate")
    .mockRejectedValueOnce(new RangeError("WebAssembly.instantiate(): Out of memory"));
  await start();
  instantiate.mockRestore();
  expect([...tf.matMul([[1, 2]], [[3], [4]]).dataSync()]).toEqual([11]);
  expect(getThreads()).toBe(1);
  await expect(setThreads(2)).rejects.toThrow(/^Cannot use 2 threads: the kernels must run in shared memory/);
});

it("does not take another failure for that", async () => {
  vi.resetModules();
  const fresh = await import("./start.ts");
  const { registry } = tf.engine() as unknown as { registry: Record<string, tf.KernelBackend | undefined> }; // private in its types
  delete registry["wasm"];
  const instantiate = vi
    .spyOn(WebAssembly, "instantiate")
    .mockRejectedValueOnce(new WebAssembly.LinkError("an import is missing"));
  await expect(fresh.start()).rejects.toThrow(/allowed to run, received an import is missing/);
  instantiate.mockRestore();
});
