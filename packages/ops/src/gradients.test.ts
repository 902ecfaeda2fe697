import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ready, type Tensor } from "@hornbeam/core";
import { beforeAll, describe, expect, it } from "vitest";
import { checkGradients, type GradientCase, numbers } from "../testing/check-gradient.ts";
import * as ops from "./index.ts";

beforeAll(() => ready());

type Range = readonly [low: number, high: number];
type AnyOp = (...args: unknown[]) => Tensor | Tensor[];
const op = (name: string): AnyOp => (ops as unknown as Record<string, AnyOp>)[name]!; // called by name, with what the table says

const any: Range = [-2, 2];
const positive: Range = [0.3, 3];
const unit: Range = [-0.9, 0.9];
/** Between the steps of functions that are made of them. */
const flat: Range = [0.1, 0.4];

// biome-ignore format: a table
/** Ops of one tensor, element by element, and where they have slopes. */
const unary: Readonly<Record<string, Range>> = {
  abs: any, absolute: any, angle: any, arccos: unit, arccosh: [1.5, 4], arcsin: unit, arcsinh: any, arctan: any,
  arctanh: unit, cbrt: positive, ceil: flat, celu: any, conj: any, conjugate: any, copy: any, cos: any, cosh: any,
  deg2rad: any, elu: any, erf: any, erfc: any, erfinv: unit, exp: any, exp2: any, expm1: any, fabs: any, floor: flat,
  gelu: any, hardShrink: any, hardSigmoid: any, hardSilu: any, hardSwish: any, hardTanh: any, i0: any, imag: any,
  leakyRelu: any, log: positive, log10: positive, log1p: positive, log2: positive, logSigmoid: any, nanToNum: any,
  negative: any, onesLike: any, rad2deg: any, real: any, reciprocal: positive, relu: any, relu6: any, round: flat,
  rsqrt: positive, selu: any, sigmoid: any, sign: flat, silu: any, sin: any, sinc: any, sinh: any, softShrink: any,
  softplus: any, softsign: any, sparsePlus: any, sparseSigmoid: any, sqrt: positive, square: any, squareplus: any,
  stopGradient: flat, swish: any, tan: unit, tanh: any, tanhShrink: any, trunc: flat, zerosLike: any,
};

// biome-ignore format: a table
/** Ops of two tensors with broadcasting, and where they have slopes with respect to both. */
const binary: Readonly<Record<string, readonly [Range, Range]>> = {
  add: [any, any], arctan2: [any, positive], divide: [any, positive], divideNoNan: [any, positive], fmax: [any, any],
  fmin: [any, any], floorDivide: [flat, [1, 2]], fmod: [any, [2.5, 3]], hypot: [any, positive], logaddexp: [any, any],
  logaddexp2: [any, any], maximum: [any, any], minimum: [any, any], mod: [[0.1, 2], [2.5, 3]], multiply: [any, any],
  power: [positive, any], squaredDifference: [any, any], subtract: [any, any], trueDivide: [any, positive],
};

// biome-ignore format: a table
/** Ops over axes. */
const reductions: Readonly<Record<string, Range>> = {
  amax: any, amin: any, logsumexp: any, max: any, mean: any, median: any, min: any, nanmax: any, nanmean: any,
  nanmedian: any, nanmin: any, nanprod: positive, nanstd: any, nansum: any, nanvar: any, prod: positive, ptp: any,
  std: any, sum: any, var: any, variance: any,
};

describe("gradients of ops on elements agree with differences of values", () => {
  for (const [name, [low, high]] of Object.entries(unary)) {
    it(name, () => {
      for (const shape of [[2, 3], [], [2, 0], [1, 2, 1, 3]]) {
        // no gradient goes through stopGradient, whatever the slope
        const f = (x: Tensor) => (name === "stopGradient" ? ops.floor(op(name)(x) as Tensor) : op(name)(x));
        checkGradients(f, numbers(shape, low, high, 3));
      }
    });
  }
});

describe("gradients of ops on pairs agree with differences of values", () => {
  const shapes: readonly (readonly [number[], number[]])[] = [
    [
      [2, 3],
      [2, 3],
    ],
    [[2, 3], [3]],
    [
      [2, 1],
      [1, 3],
    ],
    [[], [2]],
    [[2, 2], []],
    [[], []],
    [[0, 3], [3]],
    [
      [2, 1],
      [2, 0],
    ],
  ];
  for (const [name, [first, second]] of Object.entries(binary)) {
    it(name, () => {
      for (const [a, b] of shapes)
        checkGradients((x, y) => op(name)(x, y), numbers(a, ...first, 3), numbers(b, ...second, 8));
    });
  }
});

describe("gradients of ops over axes agree with differences of values", () => {
  const ways = [{}, { axis: 1 }, { axis: -1, keepdims: true }, { axis: [0, 2] }, { axis: [] }];
  for (const [name, [low, high]] of Object.entries(reductions)) {
    // what is alone does not vary, and the slope of a root at 0 is infinite
    for (const way of name.endsWith("std") ? ways.slice(0, -1) : ways) {
      it(`${name} ${JSON.stringify(way)}`, () => {
        checkGradients((x) => op(name)(x, way), numbers([2, 3, 2], low, high));
      });
    }
    it(`${name} of a scalar and of nothing`, () => {
      if (!name.endsWith("std")) checkGradients((x) => op(name)(x), numbers([], low, high));
      if (["max", "min", "amax", "amin"].includes(name)) return; // nothing has no extreme
      checkGradients(
        (x) => op("nanToNum")(op(name)(x, { axis: 1 }), { posinf: 0, neginf: 0 }),
        numbers([2, 0], low, high),
      );
    });
  }
});

const a = numbers([2, 3]);
const b = numbers([3], -2, 2, 7);
const cube = numbers([2, 2, 2]);

const others: readonly GradientCase[] = [
  ["cast", (x) => ops.cast(x, "float32"), a],
  ["saturateCast", (x) => ops.saturateCast(x, "float16"), a],
  ["percentile", (x) => ops.percentile(x, [30, 80], { axis: 1 }), numbers([2, 5])],
  ["nancumsum", (x) => ops.nancumsum(x, 1), a],
  ["nancumprod", (x) => ops.nancumprod(x, 1), a],
  ["linspace between tensors", (x, y) => ops.linspace(x, y, { num: 4 }), a, b],
  ["geomspace", (x) => ops.geomspace(1, x, { num: 4 }), numbers([2], 0.5, 3)],
  ["logspace", (x) => ops.logspace(0, x, { num: 4, base: 2 }), b],
  ["meshgrid", (x, y) => ops.meshgrid([x, y]), b, numbers([2])],
  ["ravel", (x) => ops.ravel(x), a],
  ["moveaxis", (x) => ops.moveaxis(x, 0, 2), cube],
  ["fliplr", (x) => ops.fliplr(x), a],
  ["flipud", (x) => ops.flipud(x), a],
  ["triu", (x) => ops.triu(x, { k: 1 }), a],
  ["diagflat", (x) => ops.diagflat(x), a],
  ["vdot", (x, y) => ops.vdot(x, y), b, numbers([3], -1, 1, 4)],
  ["hsplit", (x) => ops.hsplit(x, [1]), a],
  ["vsplit", (x) => ops.vsplit(x, 2), a],
  ["dsplit", (x) => ops.dsplit(x, 2), cube],
  ["vstack", (x, y) => ops.vstack([x, y]), a, numbers([1, 3])],
  ["dstack", (x, y) => ops.dstack([x, y]), a, numbers([2, 3], -1, 1, 5)],
  ["unique", (x) => ops.unique(x), b],
  ["psnr", (x, y) => ops.psnr(x, y, 2), a, numbers([2, 3], -1, 1, 5)],
  ["segmentMin", (x) => ops.segmentMin(x, [0, 1, 0]), b],
  ["adaptiveAveragePool", (x) => ops.adaptiveAveragePool(x, 2), numbers([2, 5, 2])],
  ["adaptiveMaxPool", (x) => ops.adaptiveMaxPool(x, 3), numbers([2, 4, 2])],
  [
    "scatterUpdate by the largest",
    (x, y) => ops.scatterUpdate(x, [[1], [1]], y, { reduction: "max" }),
    b,
    numbers([2]),
  ],
  [
    "scatterUpdate by the smallest",
    (x, y) => ops.scatterUpdate(x, [[1], [2]], y, { reduction: "min" }),
    b,
    numbers([2]),
  ],
  ["scatterUpdate by products", (x, y) => ops.scatterUpdate(x, [[1], [1]], y, { reduction: "mul" }), b, numbers([2])],
  [
    "cond",
    (x) =>
      ops.cond(
        true,
        () => ops.square(x),
        () => x,
      ),
    a,
  ],
  ["switchCase", (x) => ops.switchCase(1, [() => x, () => ops.exp(x)]), a],
  ["switch", (x) => ops.switch(0, [() => ops.sin(x), () => x]), a],
  ["foriLoop", (x) => ops.foriLoop(0, 3, (_, y: Tensor) => ops.multiply(y, x), ops.onesLike(x)), a],
  [
    "whileLoop",
    (x) =>
      ops.whileLoop(
        (i) => ops.less(i, 2),
        (i, y) => [ops.add(i, 1), ops.multiply(y, x)],
        [ops.tensor(0), x],
      )[1],
    a,
  ],
  ["map", (x) => ops.map((row: Tensor) => ops.sum(ops.square(row)), x), a],
  ["vectorizedMap", (x) => ops.vectorizedMap((row: Tensor) => ops.sum(ops.square(row)), x), a],
  ["associativeScan", (x) => ops.associativeScan((p: Tensor, q: Tensor) => ops.multiply(p, q), x), a],
  [
    "scan",
    (x) => ops.scan((sum: Tensor, row: Tensor) => [ops.add(sum, row), ops.multiply(sum, row)], b, x) as Tensor[],
    a,
  ],
  ["jvp", (x) => ops.jvp((y: Tensor) => ops.exp(y), [x], [a])[1], a],
  ["vectorize", (x) => ops.vectorize((y: Tensor) => ops.square(y))(x) as Tensor, a],
  [
    "customGradient",
    (x) => ops.customGradient((y: Tensor) => [ops.square(y), (dy: Tensor) => ops.multiply(dy, ops.multiply(y, 2))])(x),
    a,
  ],
];

describe("gradients of other ops agree with differences of values", () => {
  for (const [title, f, ...inputs] of others) it(title, () => checkGradients(f, ...inputs));
});

// biome-ignore format: a table
/** Exports without gradients, and why. */
const without: Readonly<Record<string, readonly string[]>> = {
  "they test": ["all", "allclose", "any", "equal", "greater", "greaterEqual", "inTopK", "isclose", "isfinite", "isin",
    "isinf", "isnan", "isneginf", "isposinf", "isreal", "isTensor", "less", "lessEqual", "logicalAnd", "logicalNot",
    "logicalOr", "logicalXor", "notEqual", "signbit"],
  "they give places or counts": ["argmax", "argmin", "argpartition", "argsort", "bincount", "countNonzero", "digitize",
    "matrixRank", "nanargmax", "nanargmin", "nonzero", "searchsorted", "unravelIndex"],
  "they take integers": ["bitwiseAnd", "bitwiseInvert", "bitwiseLeftShift", "bitwiseNot", "bitwiseOr",
    "bitwiseRightShift", "bitwiseXor", "gcd", "lcm", "leftShift", "multiHot", "oneHot", "rightShift"],
  "they make tensors of numbers": ["arange", "bartlett", "blackman", "empty", "emptyLike", "eye", "full", "fullLike", "hamming", "hanning",
    "identity", "kaiser", "ones", "tri", "zeros"],
  "they tell of tensors, or move them": ["Slice", "array", "convertToNumpy", "convertToTensor", "dtype", "ndim",
    "resultType", "shape", "size", "tensor"],
  "they have steps alone": ["heaviside", "nextafter"],
  "they read bits": ["view"],
  "complex tensors have none": ["eig", "polar", "viewAsComplex", "viewAsReal"],
  "they decode": ["ctcDecode"],
};

describe("every op", () => {
  /** Names of functions that a test checks the gradients of, by its text. */
  function checkedIn(file: string): string[] {
    const text = readFileSync(file, "utf8");
    if (!text.includes("checkGradients(")) return [];
    // calls of ops, not of methods that have the same names
    return [...text.matchAll(/(?:\b(?:ops|image)\.|(?<![\w.]))(\w+)\(/g)].map(([, name]) => name!);
  }
  it("has a gradient that is checked, or a reason to have none", () => {
    const here = import.meta.dirname;
    const files = readdirSync(here, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".test.ts"));
    const known = new Set([
      ...files.flatMap((file) => checkedIn(join(here, file))),
      ...Object.keys(unary),
      ...Object.keys(binary),
      ...Object.keys(reductions),
      ...Object.values(without).flat(),
    ]);
    const exported = Object.entries({ ...ops, ...ops.image }).flatMap(([name, value]) =>
      typeof value === "function" ? [name] : [],
    );
    expect(exported.filter((name) => !known.has(name))).toEqual([]);
    expect(
      Object.values(without)
        .flat()
        .filter((name) => !exported.includes(name)),
    ).toEqual([]);
  });
});
