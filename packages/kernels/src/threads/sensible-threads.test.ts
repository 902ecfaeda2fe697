import { expect, it, vi } from "vitest";
import { sensibleThreads } from "./sensible-threads.ts";

const inNode = (cores: number) => ({
  process: { getBuiltinModule: () => ({ availableParallelism: () => cores }) },
  navigator: { hardwareConcurrency: 99 },
});

it("is the number of cores, eight at most: those that Node says the process may use, else those of the navigator", () => {
  expect([1, 2, 6, 8, 64].map((cores) => sensibleThreads(inNode(cores)))).toEqual([1, 2, 6, 8, 8]);
  expect([1, 4, 16].map((hardwareConcurrency) => sensibleThreads({ navigator: { hardwareConcurrency } }))).toEqual([
    1, 4, 8,
  ]);
  expect(sensibleThreads({})).toBe(1);
});

it("is one where a thread may not sleep, or memory not be shared", () => {
  vi.spyOn(Atomics, "wait").mockImplementation(() => {
    throw new TypeError("Atomics.wait cannot be called in this context");
  });
  expect(sensibleThreads(inNode(4))).toBe(1);
  vi.restoreAllMocks();
  vi.stubGlobal("SharedArrayBuffer", undefined);
  expect(sensibleThreads(inNode(4))).toBe(1);
  vi.unstubAllGlobals();
});
