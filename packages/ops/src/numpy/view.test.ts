import { KerasTensor, NDArray, ready } from "@hornbeam/core";
import { beforeAll, describe, expect, it } from "@hornbeam/testing";
import { view } from "./view.ts";

beforeAll(() => ready());

describe("view", () => {
  it("reads the bits of floats as integers, and back", () => {
    const bits = view([1, -2, 0], { dtype: "int32" });
    expect([...bits.dataSync()]).toEqual([0x3f800000, 0xc0000000 | 0, 0]);
    expect(view(bits, { dtype: "float32" })).toBeClose([1, -2, 0]);
  });
  it("reads bytes, lowest first", () => {
    const bytes = view(new NDArray(Int32Array.of(0x01020304, -1), [1, 2]), { dtype: "uint8" });
    expect(bytes.shape).toEqual([1, 8]);
    expect([...bytes.dataSync()]).toEqual([4, 3, 2, 1, 255, 255, 255, 255]);
  });
  it("leaves the dtype as it is without another", () => {
    expect(view([1.5])).toBeClose([1.5]);
  });
  it("tells its shape without data", () => {
    const x = view(new KerasTensor([null, 6], "uint8"), { dtype: "int16" });
    expect([x.shape, x.dtype]).toEqual([[null, 3], "int16"]);
  });
  it("refuses bytes that do not divide, and dtypes of 64 bits", () => {
    expect(() => view(new NDArray(Uint8Array.of(1, 0, 1), [3], "bool"), { dtype: "int32" })).toThrow(
      "Cannot call ops.view: the bytes of the last axis must divide into elements of 4, received shape [3]",
    );
    expect(() => view([1], { dtype: "float64" })).toThrow("`dtype` must be one of float32, int32");
  });
});
