import { NDArray, ready, toTensor } from "@hornbeam/core";
import { beforeAll, describe, expect, it } from "vitest";
import { agree, compareStructures, usualTolerance } from "./compare.ts";
import { compareJson } from "./compare-json.ts";

beforeAll(() => ready());

const stored = (dtype: string, shape: number[], data: unknown[]) => ({ $tensor: { dtype, shape, data } });
const compare = (got: unknown, want: unknown) => compareStructures("output", got, want, usualTolerance);

describe("agree", () => {
  it("takes a number within atol + rtol · |wanted|", () => {
    const tolerance = { atol: 0.5, rtol: 0.25 };
    expect(agree(5.5, 4, tolerance)).toBe(true);
    expect(agree(5.5001, 4, tolerance)).toBe(false);
    expect(agree(2.5, 4, tolerance)).toBe(true);
  });

  it("takes NaN for NaN, an infinity for itself and 0 for -0, and nothing else for them", () => {
    expect(agree(Number.NaN, Number.NaN, usualTolerance)).toBe(true);
    expect(agree(0, Number.NaN, usualTolerance)).toBe(false);
    expect(agree(Number.NaN, 0, usualTolerance)).toBe(false);
    expect(agree(Infinity, Infinity, usualTolerance)).toBe(true);
    expect(agree(-Infinity, Infinity, usualTolerance)).toBe(false);
    expect(agree(1e38, Infinity, usualTolerance)).toBe(false);
    expect(agree(-0, 0, { atol: 0, rtol: 0 })).toBe(true);
  });
});

describe("compareStructures", () => {
  it("names the first element that differs, with its index and the tolerance", () => {
    using tensor = disposable(toTensor(new NDArray(Float32Array.of(1, 2, 3, 4, 5, 6), [2, 3])));
    expect(compare(tensor.value, stored("float32", [2, 3], [1, 2, 3, 4, 5, 6.0001]))).toBeUndefined();
    expect(compare(tensor.value, stored("float32", [2, 3], [1, 2, 3, 4, 7, 9]))).toBe(
      "output: element 4 [1, 1] is 5, wanted 7 (atol 0.00001, rtol 0.0001)",
    );
  });

  it("wants shapes and dtypes as they are stored, integers of any width being int32", () => {
    const array = new NDArray(BigInt64Array.of(1n, 2n), [2]);
    expect(compare(array, stored("int32", [2], [1, 2]))).toBeUndefined();
    expect(compare(array, stored("float32", [2], [1, 2]))).toBe("output: dtype int64, wanted float32");
    expect(compare(array, stored("int32", [1, 2], [1, 2]))).toBe("output: shape [2], wanted [1, 2]");
    expect(compare(array, stored("int32", [2], [1, 3]))).toBe("output: element 1 is 2, wanted 3");
  });

  it("gives integers and strings no tolerance", () => {
    expect(compare(NDArray.from([100_000], "int32"), stored("int32", [1], [100_001]))).toContain("wanted 100001");
    expect(compare(NDArray.from(["é"]), stored("string", [1], ["é"]))).toBeUndefined();
    expect(compare(NDArray.from(["e"]), stored("string", [1], ["é"]))).toContain("wanted é");
  });

  it("walks lists and objects", () => {
    const a = NDArray.from([1]);
    const one = stored("float32", [1], [1]);
    expect(compare([a, { b: a }], [one, { b: one }])).toBeUndefined();
    expect(compare([a], [one, one])).toBe("output: a list of 1, wanted 2");
    expect(compare({ a }, { a: one, b: one })).toBe("output: keys a, wanted a, b");
    expect(compare({ a }, { a: stored("float32", [1], [2]) })).toContain("output.a: element 0 is 1, wanted 2");
    expect(compare(a, [one])).toBe("output: a float32 tensor of shape [1], wanted a list of 1");
    expect(compare(3, one)).toBe("output: 3, wanted a float32 tensor of shape [1]");
    expect(compare(a, null)).toBe("output: a float32 tensor of shape [1], wanted none");
  });

  it("compares plain values", () => {
    expect(compare(2, 2.00001)).toBeUndefined();
    expect(compare("NaN", "NaN")).toBeUndefined();
    expect(compare(Number.NaN, "NaN")).toBeUndefined();
    expect(compare(2, 3)).toBe("output: 2, wanted 3");
    expect(compare("relu", "tanh")).toBe('output: "relu", wanted "tanh"');
    expect(compare(true, false)).toBe("output: true, wanted false");
  });
});

describe("compareJson", () => {
  it("takes the same keys in any order, and numbers that went through float32", () => {
    expect(compareJson("config", { a: 1, b: [0.1] }, { b: [Math.fround(0.1)], a: 1 })).toBeUndefined();
  });

  it("names the first key that differs, is absent or is too many", () => {
    expect(compareJson("config", { a: { b: 1 } }, { a: { b: 2 } })).toBe("config.a.b: 1, wanted 2");
    expect(compareJson("config", {}, { a: null })).toBe("config.a: absent, wanted null");
    expect(compareJson("config", { a: 1, c: "x" }, { a: 1 })).toBe('config.c: "x", wanted nothing');
    expect(compareJson("config", [1], [1, 2])).toBe("config: a list of 1, wanted 2");
    expect(compareJson("config", "a", null)).toBe('config: "a", wanted null');
    expect(compareJson("config", 1, 1.001)).toBe("config: 1, wanted 1.001");
  });
});

function disposable<T extends { dispose(): void }>(value: T): Disposable & { readonly value: T } {
  return { value, [Symbol.dispose]: () => value.dispose() };
}
