import { NDArray, ready, valueAndGrad } from "@hornbeam/core";
import { beforeAll, describe, expect, it } from "vitest";
import { checkGradients, type GradientCase, numbers } from "../../testing/check-gradient.ts";
import * as ops from "../index.ts";

beforeAll(() => ready());

const a = numbers([2, 3]);
const b = numbers([3], -2, 2, 7);
const column = numbers([2, 1], 0.5, 3, 5);
const positive = numbers([2, 3], 0.3, 3);
const unit = numbers([2, 3], -0.9, 0.9);
const labels = new NDArray(Int32Array.of(2, 0), [2]);

const cases: readonly GradientCase[] = [
  ["add with broadcasting", (x, y) => ops.add(x, y), a, column],
  ["subtract with broadcasting", (x, y) => ops.subtract(x, y), b, a],
  ["multiply with broadcasting", (x, y) => ops.multiply(x, y), a, column],
  ["multiply by a number", (x) => ops.multiply(x, 3), a],
  ["divide with broadcasting", (x, y) => ops.divide(x, y), a, column],
  ["a number divided", (x) => ops.divide(1, x), positive],
  ["divideNoNan", (x, y) => ops.divideNoNan(x, y), a, positive],
  ["power of positive numbers", (x, y) => ops.power(x, y), positive, b],
  ["power of negative numbers", (x) => ops.power(x, 3), a],
  ["mod", (x, y) => ops.mod(x, y), a, positive],
  ["maximum with broadcasting", (x, y) => ops.maximum(x, y), a, b],
  ["minimum with broadcasting", (x, y) => ops.minimum(x, y), a, b],
  ["arctan2", (x, y) => ops.arctan2(x, y), a, positive],
  ["squaredDifference", (x, y) => ops.squaredDifference(x, y), a, b],
  ["logaddexp", (x, y) => ops.logaddexp(x, y), a, b],
  ["absolute", (x) => ops.absolute(x), a],
  ["negative", (x) => ops.negative(x), a],
  ["square", (x) => ops.square(x), a],
  ["sqrt", (x) => ops.sqrt(x), positive],
  ["rsqrt", (x) => ops.rsqrt(x), positive],
  ["reciprocal", (x) => ops.reciprocal(x), positive],
  ["exp", (x) => ops.exp(x), a],
  ["exp2", (x) => ops.exp2(x), a],
  ["expm1", (x) => ops.expm1(x), a],
  ["log", (x) => ops.log(x), positive],
  ["log1p", (x) => ops.log1p(x), positive],
  ["log2", (x) => ops.log2(x), positive],
  ["log10", (x) => ops.log10(x), positive],
  ["erf", (x) => ops.erf(x), a],
  ["clip between numbers", (x) => ops.clip(x, -1, 1), a],
  ["clip between tensors", (x, y) => ops.clip(x, y, 1.5), a, numbers([3], -2, 0, 4)],
  ["sin", (x) => ops.sin(x), a],
  ["cos", (x) => ops.cos(x), a],
  ["tan", (x) => ops.tan(x), unit],
  ["arcsin", (x) => ops.arcsin(x), unit],
  ["arccos", (x) => ops.arccos(x), unit],
  ["arctan", (x) => ops.arctan(x), a],
  ["sinh", (x) => ops.sinh(x), a],
  ["cosh", (x) => ops.cosh(x), a],
  ["tanh", (x) => ops.tanh(x), a],
  ["arcsinh", (x) => ops.arcsinh(x), a],
  ["arccosh", (x) => ops.arccosh(x), numbers([3], 1.5, 4)],
  ["arctanh", (x) => ops.arctanh(x), unit],
  ["sum over an axis", (x) => ops.sum(x, 0), a],
  ["mean of all", (x) => ops.mean(x), a],
  ["mean with kept axes", (x) => ops.mean(x, { axis: 1, keepdims: true }), a],
  ["variance", (x) => ops.variance(x, 1), a],
  ["std", (x) => ops.std(x), a],
  ["max", (x) => ops.max(x, 1), a],
  ["min of all", (x) => ops.min(x), a],
  ["prod", (x) => ops.prod(x, 0), a],
  ["prod with a zero", (x) => ops.prod(x), NDArray.from([2, 0, 3])],
  ["logsumexp", (x) => ops.logsumexp(x, 1), a],
  ["cumsum", (x) => ops.cumsum(x, 1), a],
  ["cumprod", (x) => ops.cumprod(x, 1), positive],
  ["matmul", (x, y) => ops.matmul(x, y), a, numbers([3, 4])],
  ["matmul of a batch and a matrix", (x, y) => ops.matmul(x, y), numbers([2, 2, 3]), numbers([3, 4])],
  ["matmul with broadcast batches", (x, y) => ops.matmul(x, y), numbers([2, 1, 2, 3]), numbers([3, 3, 2])],
  ["matmul of a vector", (x, y) => ops.matmul(x, y), b, numbers([3, 2])],
  ["dot", (x, y) => ops.dot(x, y), a, numbers([2, 3, 2])],
  [
    "tensordot",
    (x, y) =>
      ops.tensordot(x, y, {
        axes: [
          [0, 1],
          [1, 0],
        ],
      }),
    a,
    numbers([3, 2, 2]),
  ],
  ["einsum", (x, y) => ops.einsum("bij,jk->bik", x, y), numbers([2, 2, 3]), numbers([3, 2])],
  ["einsum of a diagonal", (x) => ops.einsum("iij->j", x), numbers([2, 2, 3])],
  ["reshape", (x) => ops.reshape(x, [3, 2]), a],
  ["transpose", (x) => ops.transpose(x), a],
  ["expandDims", (x) => ops.expandDims(x, 1), a],
  ["squeeze", (x) => ops.squeeze(x), numbers([2, 1, 3])],
  ["concatenate", (x, y) => ops.concatenate([x, y], 0), a, numbers([1, 3])],
  ["stack", (x, y) => ops.stack([x, y], 1), a, positive],
  ["split", (x) => ops.split(x, [1], 1), a],
  ["unstack", (x) => ops.unstack(x), a],
  ["tile", (x) => ops.tile(x, [2, 1, 2]), a],
  ["repeat", (x) => ops.repeat(x, [1, 2, 0], 1), a],
  ["broadcastTo", (x) => ops.broadcastTo(x, [2, 2, 3]), b],
  ["flip", (x) => ops.flip(x, 1), a],
  ["roll", (x) => ops.roll(x, 1, 1), a],
  [
    "pad with a constant",
    (x) =>
      ops.pad(x, [
        [1, 0],
        [0, 2],
      ]),
    a,
  ],
  [
    "pad by reflection",
    (x) =>
      ops.pad(
        x,
        [
          [1, 1],
          [2, 1],
        ],
        { mode: "reflect" },
      ),
    a,
  ],
  ["pad symmetrically", (x) => ops.pad(x, 2, { mode: "symmetric" }), a],
  ["slice", (x) => ops.slice(x, [0, 1], [2, 1]), a],
  ["sliceUpdate", (x, y) => ops.sliceUpdate(x, [0, 1], y), a, numbers([1, 2])],
  ["getItem", (x) => ops.getItem(x, [new ops.Slice(null, null, -1), 1]), a],
  ["getItem by steps", (x) => ops.getItem(x, [0, new ops.Slice(0, 5, 2)]), numbers([2, 5])],
  ["take with repeated indices", (x) => ops.take(x, [1, 0, 1], 0), a],
  ["takeAlongAxis", (x) => ops.takeAlongAxis(x, [[0], [2]], 1), a],
  ["where with broadcasting", (x, y) => ops.where([[true], [false]], x, y), a, b],
  ["sort", (x) => ops.sort(x, 1), a],
  ["topK", (x) => ops.topK(x, 2)[0], a],
  ["segmentSum", (x) => ops.segmentSum(x, labels, { numSegments: 3 }), a],
  ["fmax", (x, y) => ops.fmax(x, y), a, b],
  ["fmod", (x, y) => ops.fmod(x, y), a, numbers([2, 3], 2.5, 3)],
  ["hypot", (x, y) => ops.hypot(x, y), a, column],
  ["sinc", (x) => ops.sinc(x), a],
  ["cbrt", (x) => ops.cbrt(x), a],
  ["erfc", (x) => ops.erfc(x), a],
  ["erfinv", (x) => ops.erfinv(x), unit],
  ["ldexp", (x) => ops.ldexp(x, 2), a],
  ["logaddexp2", (x, y) => ops.logaddexp2(x, y), a, b],
  ["ptp", (x) => ops.ptp(x, 1), a],
  ["average with weights", (x, y) => ops.average(x, { weights: y, axis: 1 }), a, numbers([3], 0.5, 2)],
  ["diff", (x) => ops.diff(x, { n: 2 }), numbers([2, 5])],
  ["trapezoid", (x) => ops.trapezoid(x, { dx: 0.5 }), a],
  ["quantile", (x) => ops.quantile(x, [0.3, 0.8], { axis: 1 }), numbers([2, 5])],
  ["median", (x) => ops.median(x, 1), a],
  ["nanmean", (x) => ops.nanmean(x, 0), a],
  ["nanvar", (x) => ops.nanvar(x), a],
  ["nanToNum", (x) => ops.nanToNum(x), a],
  ["inner", (x, y) => ops.inner(x, y), a, numbers([2, 3], -1, 1, 3)],
  ["outer", (x, y) => ops.outer(x, y), a, b],
  ["kron", (x, y) => ops.kron(x, y), a, column],
  ["cross", (x, y) => ops.cross(x, y), a, b],
  ["hstack", (x, y) => ops.hstack([x, y]), a, column],
  ["append", (x, y) => ops.append(x, y), a, column],
  ["arraySplit", (x) => ops.arraySplit(x, 2, { axis: 1 }), a],
  ["diag of a vector", (x) => ops.diag(x, { k: 1 }), b],
  ["diagonal", (x) => ops.diagonal(x, { offset: 1 }), a],
  ["trace", (x) => ops.trace(x), a],
  ["tril", (x) => ops.tril(x), a],
  ["vander", (x) => ops.vander(x), b],
  ["rot90", (x) => ops.rot90(x), a],
  ["norm of vectors", (x) => ops.norm(x, { ord: 3, axis: 1 }), a],
  ["norm of matrices", (x) => ops.norm(x, { ord: 1, axis: [0, 1] }), a],
  ["cdist", (x, y) => ops.cdist(x, y), a, numbers([2, 3], 3, 5)],
  ["scatter", (x) => ops.scatter([[1], [0]], x, [3]), numbers([2])],
  ["scatterUpdate", (x, y) => ops.scatterUpdate(x, [[1], [2]], y), b, numbers([2])],
  ["segmentMax", (x) => ops.segmentMax(x, [0, 1, 0]), b],
  ["segmentProd", (x) => ops.segmentProd(x, [0, 1, 0]), b],
  ["select", (x, y) => ops.select([[true, false, false]], [x], { default: y }), b, a],
  ["rearrange", (x) => ops.rearrange(x, "a b -> (b a)"), a],
];

describe("gradients agree with differences of values", () => {
  for (const [title, f, ...inputs] of cases) it(title, () => checkGradients(f, ...inputs));
});

it("takes the slope of hypot at 0 to be 0", () => {
  const [x, y] = [ops.convertToTensor([0, 3, 0]), ops.convertToTensor([0, 4, -2])];
  const { grads } = valueAndGrad(() => ops.sum(ops.hypot(x, y)), [x, y]);
  expect(grads.map((grad) => [...grad.dataSync()].map((slope) => Math.round(slope * 1e6) / 1e6 + 0))).toEqual([
    [0, 0.6, 0],
    [0, 0.8, -1],
  ]);
});
