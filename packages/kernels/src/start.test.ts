import * as tf from "@hornbeam/kernels/tfjs";
import { expect, it } from "vitest";
import { KernelError } from "./errors.ts";
import { info, start } from "./start.ts";

it("says before it has started that start must come first", () => {
  expect(() => info()).toThrow(new KernelError("Cannot use the kernels: `await start()` must come first"));
});

it("starts once for calls that come together, and computes", async () => {
  const first = start();
  expect(start()).toBe(first);
  await first;
  expect(start()).toBe(first);
  expect(tf.getBackend()).toBe("wasm");
  expect(info()).toEqual({ variant: "relaxed", zeroCopy: true, tfjs: "4.22.0" });
  expect([...tf.matMul([[1, 2]], [[3], [4]]).dataSync()]).toEqual([11]);
});
