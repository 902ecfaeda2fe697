import { KerasTensor, NDArray, type Tensor, toTensor, trace, Variable } from "@hornbeam/core";
import { describe, expect, it } from "@hornbeam/testing";
import { cast } from "../core/cast.ts";
import { convertToNumpy, convertToTensor, dtype, ndim, shape, tensor } from "../core/convert.ts";
import { arange, eye, full, ones, zeros } from "./creation.ts";
import { fullLike, onesLike, zerosLike } from "./like.ts";
import { linspace } from "./linspace.ts";
import { broadcastTo, repeat, tile } from "./repeat.ts";

describe("tensors from nothing", () => {
  it("are float32 unless told", () => {
    expect(zeros([2])).toBeClose([0, 0]);
    expect(ones(2, { dtype: "int32" }).dtype).toBe("int32");
    expect(full([2, 2], [1, 2])).toBeClose([
      [1, 2],
      [1, 2],
    ]);
    expect(full([1], 1, { dtype: "bool" }).dtype).toBe("bool");
    expect(eye(2, 3, { k: 1 })).toBeClose([
      [0, 1, 0],
      [0, 0, 1],
    ]);
    expect(eye(2, 2, { k: -1, dtype: "int32" })).toBeClose([
      [0, 0],
      [1, 0],
    ]);
  });

  it("count up, down and in between", () => {
    expect(arange(3).dtype).toBe("int32");
    expect(arange(5, 0, -2)).toBeClose([5, 3, 1]);
    expect(arange(0.5, 2)).toBeClose([0.5, 1.5]);
    expect(arange(3, 3).shape).toEqual([0]);
    expect(() => arange(0, 1, 0)).toThrow("`step` must lead from start to stop, received [0, 1, 0]");
    expect(linspace(0, 1, { num: 5 })).toBeClose([0, 0.25, 0.5, 0.75, 1]);
    expect(linspace(0, 1, { num: 2, endpoint: false })).toBeClose([0, 0.5]);
    expect(linspace([0, 10], [1, 20], { num: 2, axis: -1 })).toBeClose([
      [0, 1],
      [10, 20],
    ]);
  });

  it("take after others", () => {
    expect(zerosLike([[1, 2]])).toBeClose([[0, 0]]);
    expect(onesLike([1], { dtype: "int32" }).dtype).toBe("int32");
    expect(fullLike([1, 2], 7)).toBeClose([7, 7]);
    expect(zerosLike(new KerasTensor([null], "int32"))).toMatchObject({ shape: [null], dtype: "int32" });
  });
});

describe("sizes that are not known", () => {
  it("stay unknown where only shapes are learnt", () => {
    const x = new KerasTensor([null, 3], "int32") as unknown as Tensor;
    const specs = trace(() => {
      const [rows, columns] = shape(x) as [number, number];
      return [
        ...[zeros([rows, 2]), ones(shape(x)), full(rows, 7, { dtype: "int32" }), arange(rows), arange(0, rows, 2)],
        ...[broadcastTo([1, 2, 3], shape(x)), tile([[1], [2]], [rows, columns]), repeat([[1, 2]], rows, 0)],
      ];
    });
    const [many, each] = [[null], [null, 3]]; // biome-ignore format: shapes
    expect(specs.map((spec) => spec.shape)).toEqual([[null, 2], each, many, many, many, each, each, [null, 2]]);
    expect(specs.map((spec) => spec.dtype)).toMatchObject({ 0: "float32", 2: "int32", 3: "int32" });
    expect(trace(() => zeros([2]))).toBeClose([0, 0]);
  });

  it("are refused everywhere else", () => {
    expect(() => zeros([null, 2])).toThrow(
      "Cannot call ops.zeros: `shape` must be a list of known sizes, received [null, 2]",
    );
    expect(() => full([-1], 0)).toThrow("`shape` must be a list of known sizes, received [-1]");
    expect(() => tile([1], null)).toThrow("Cannot call ops.tile: `repeats` must be non-negative integers");
    expect(() => arange(null)).toThrow("`step` must lead from start to stop, received [0, NaN, 1]");
  });
});

describe("conversions", () => {
  it("make tensors of anything", () => {
    expect(tensor([[1, 2]], { dtype: "int32" }).dtype).toBe("int32");
    const own = toTensor([1]);
    expect(convertToTensor(own)).toBe(own);
    expect(convertToTensor([0, 2], "bool")).toBeClose([0, 1]);
    const symbol = new KerasTensor([null]);
    expect(convertToTensor(symbol)).toBe(symbol);
    expect(convertToTensor(symbol, "int32").dtype).toBe("int32");
  });

  it("bring tensors back", () => {
    const array = NDArray.from([1, 2]);
    expect(convertToNumpy(toTensor([1, 2])).equals(array)).toBe(true);
    expect(convertToNumpy(array)).toBe(array);
    const variable = new Variable({ name: "v", shape: [2], initializer: () => array });
    expect(convertToNumpy(variable).equals(array)).toBe(true);
    variable[Symbol.dispose]();
  });

  it("tell shape, rank and dtype of what stands for a tensor", () => {
    expect(shape(new KerasTensor([null, 2]))).toEqual([null, 2]);
    expect(shape([[1, 2]])).toEqual([1, 2]);
    expect(ndim(zeros([1, 2, 3]))).toBe(3);
    expect(dtype(3)).toBe("int32");
    expect(dtype(0.5)).toBe("float32");
  });

  it("cast, and refuse dtypes that there are not", () => {
    expect(cast([1.7, -2.3], "int32")).toBeClose([1, -2]);
    expect(cast([0.5, 0], "bool")).toBeClose([1, 0]);
    expect(cast(new KerasTensor([2]), "float16").dtype).toBe("float16");
    expect(() => cast([1], "float99" as "float32")).toThrow("the dtype must be one of float32, float64");
  });
});
