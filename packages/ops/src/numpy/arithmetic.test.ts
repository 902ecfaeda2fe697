import { DTypeError, KerasTensor, memory, NDArray, ShapeError, type Tensor, tidy, toTensor } from "@hornbeam/core";
import { describe, expect, expectTypeOf, it } from "@hornbeam/testing";
import {
  add,
  arctan2,
  divide,
  divideNoNan,
  floorDivide,
  maximum,
  minimum,
  mod,
  multiply,
  power,
  subtract,
} from "./arithmetic.ts";

const ints = (...values: number[]): NDArray => new NDArray(Int32Array.from(values), [values.length]);

describe("arithmetic", () => {
  it("broadcasts from the last axis", () => {
    expect(add([[1], [2]], [10, 20])).toBeClose([
      [11, 21],
      [12, 22],
    ]);
    expect(subtract(5, [1, 2])).toBeClose([4, 3]);
    expect(
      multiply(
        [
          [1, 2],
          [3, 4],
        ],
        [[2], [3]],
      ),
    ).toBeClose([
      [2, 4],
      [9, 12],
    ]);
  });

  it("follows Keras' promotion of dtypes", () => {
    expect(add(ints(1, 2), 1).dtype).toBe("int32");
    expect(add(ints(1, 2), 0.5).dtype).toBe("float32");
    expect(divide(ints(1, 2), ints(2, 2))).toBeClose([0.5, 1]);
    expect(divide(1, 4).dtype).toBe("float32");
    expect(add([true, false], [false, false]).dtype).toBe("bool");
    expect(add([true, false], 1)).toBeClose([2, 1]);
    expect(multiply([true, true], [false, true])).toBeClose([0, 1]);
  });

  it("makes a float32 scalar of a number at once, without a cast", () => {
    const x = toTensor([1, 2]);
    const before = memory().numTensors;
    const sum = add(x, 2);
    expect(memory().numTensors - before).toBe(1);
    expect(sum.dtype).toBe("float32");
    sum.dispose();
    x.dispose();
  });

  it("rounds quotients down and gives remainders the divisor's sign", () => {
    expect(floorDivide(ints(7, -7), 2)).toBeClose([3, -4]);
    expect(mod(ints(7, -7), 3)).toBeClose([1, 2]);
    expect(mod([-1.5], 1)).toBeClose([0.5]);
    expect(power(ints(2, 3), 3)).toBeClose([8, 27]);
  });

  it("passes on NaN from either side of maximum and minimum", () => {
    expect(maximum([NaN, 1, 2], [1, NaN, 5])).toBeClose([NaN, NaN, 5]);
    expect(minimum([NaN, 1, 2], [1, NaN, 5])).toBeClose([NaN, NaN, 2]);
    expect(maximum([NaN, -1], 0)).toBeClose([NaN, 0]);
  });

  it("divides by zero only where asked to", () => {
    expect(divide([1, -1], 0)).toBeClose([Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]);
    expect(divideNoNan([1, 4], [0, 2])).toBeClose([0, 2]);
  });

  it("measures angles over the full circle", () => {
    expect(arctan2([1, -1], [-1, -1])).toBeClose([0.75 * Math.PI, -0.75 * Math.PI]);
  });

  it("infers shapes and dtypes of symbolic tensors", () => {
    const sum = add(new KerasTensor([null, 3]), new KerasTensor([2, 1, 1], "int32"));
    expect(sum).toMatchObject({ shape: [2, null, 3], dtype: "float32" });
    expect(divide(new KerasTensor([2], "int32"), 2)).toMatchObject({ shape: [2], dtype: "float32" });
    expectTypeOf(sum).toEqualTypeOf<KerasTensor>();
    tidy(() => expectTypeOf(add([1], 2)).toEqualTypeOf<Tensor>());
  });

  it("refuses shapes that do not broadcast, on tensors and on symbols", () => {
    const message =
      "Cannot call ops.add: shapes must broadcast: sizes 3 and 4 do not, counted from the last axis, received shapes [[3], [4]]";
    expect(() => add([1, 2, 3], [1, 2, 3, 4])).toThrow(message);
    expect(() => add(new KerasTensor([3]), new KerasTensor([4]))).toThrow(ShapeError);
  });

  it("refuses to subtract booleans", () => {
    expect(() => subtract([true], [false])).toThrow(DTypeError);
    expect(() => subtract([true], [false])).toThrow(
      'Cannot call ops.subtract: one of the tensors must hold numbers, received "bool"\nUse `logicalXor` for booleans.',
    );
  });
});
