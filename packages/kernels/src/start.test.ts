import * as tf from "@hornbeam/kernels/tfjs";
import { afterEach, expect, it, vi } from "vitest";
import { KernelError } from "./errors.ts";
import { supports } from "./load-module.ts";
import { info, start } from "./start.ts";
import { sensibleThreads } from "./threads/sensible-threads.ts";
import { getVectorWidth } from "./vector-width.ts";

afterEach(() => {
  vi.restoreAllMocks();
});

it("says before it has started that start must come first", () => {
  expect(() => info()).toThrow(new KernelError("Cannot use the kernels: `await start()` must come first"));
});

it("says what is missing where WebAssembly has no SIMD", async () => {
  vi.spyOn(WebAssembly, "validate").mockReturnValue(false);
  await expect(start()).rejects.toThrow(
    new KernelError(
      "Cannot start the kernels: the JavaScript engine must support WebAssembly SIMD\nUse Node 22 or newer, or a browser from 2023 or newer.",
    ),
  );
});

it("refuses vectors that the engine was not tested with", async () => {
  vi.stubGlobal("process", { ...process, arch: "arm64", versions: process.versions });
  await expect(start({ vectorWidth: 256 })).rejects.toThrow(
    /^Cannot compute with vectors of 256 bits: the engine must be one that was tested with them, V8 13\.6 in Node on x64, received .* on arm64$/,
  );
  vi.unstubAllGlobals();
});

it("says which file it could not read, and can be called again", async () => {
  await expect(start({ wasmUrl: "file:///nowhere/tfjs.wasm" })).rejects.toThrow(
    /^Cannot start the kernels: file:\/\/\/nowhere\/tfjs\.wasm must be readable, received ENOENT.*\nPass `wasmUrl` if the file is somewhere else\.$/,
  );
});

it("says that a file is not the backend's", async () => {
  await expect(start({ wasmUrl: import.meta.url })).rejects.toThrow(
    /must be the backend's WASM binary and allowed to run, received/,
  );
});

it("starts once for calls that come together, and computes", async () => {
  const first = start();
  expect(start()).toBe(first);
  await first;
  expect(start()).toBe(first);
  expect(tf.getBackend()).toBe("wasm");
  expect(info()).toMatchObject({
    variant: supports("relaxed") ? "relaxed" : "simd",
    vectorWidth: getVectorWidth(),
    zeroCopy: true,
    tfjs: "4.22.0",
    threads: sensibleThreads(),
  });
  expect([...tf.matMul([[1, 2]], [[3], [4]]).dataSync()]).toEqual([11]);
});
