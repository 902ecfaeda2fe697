import { KerasTensor, NDArray, ready } from "@hornbeam/core";
import { beforeAll, describe, expect, it } from "@hornbeam/testing";
import { valuesOf } from "../../testing/values.ts";
import { saturateCast } from "./saturate-cast.ts";

beforeAll(() => ready());

describe("saturateCast", () => {
  it("stops at the ends of a dtype", () => {
    expect(valuesOf(saturateCast([-1, 99.9, 256, -99.9], "uint8"))).toEqual([0, 99, 255, 0]);
    expect(valuesOf(saturateCast([-200, 200, 5.5], "int8"))).toEqual([-128, 127, 5]);
    expect(valuesOf(saturateCast([1e6, -1e6], "float16"))).toEqual([65504, -65504]);
  });
  it("takes the largest float32 below the end of int32", () => {
    expect(valuesOf(saturateCast([1e30, -1e30, Infinity], "int32"))).toEqual([2147483520, -2147483648, 2147483520]);
  });
  it("keeps integers within smaller integers", () => {
    const x = new NDArray(Int32Array.of(-300, 70000, 12), [3]);
    expect(valuesOf(saturateCast(x, "int16"))).toEqual([-300, 32767, 12]);
  });
  it("tells its dtype without data", () => {
    const { shape, dtype } = saturateCast(new KerasTensor([null, 2]), "uint8");
    expect([shape, dtype]).toEqual([[null, 2], "uint8"]);
  });
  it("refuses what is no number", () => {
    expect(() => saturateCast([1], "string")).toThrow(
      'Cannot call ops.saturateCast: `dtype` must be one of real numbers, received "string"',
    );
  });
});
