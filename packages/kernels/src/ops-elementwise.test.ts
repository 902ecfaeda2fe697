import * as tf from "@hornbeam/kernels/tfjs";
import { type Case, describeAgreement, forwardOnly } from "../testing/cases.ts";
import { floats, values } from "../testing/compare.ts";

const x = floats([3, 4, 5]);
const positive = floats([3, 4, 5], 0.1, 2);
const ties = values([1, 3, 3, 2, 5, 5, 5, 0, -1, -1, -2, 4], [3, 4]);

const unary: Case[] = Object.entries({
  abs: tf.abs,
  neg: tf.neg,
  square: tf.square,
  exp: tf.exp,
  expm1: tf.expm1,
  sigmoid: tf.sigmoid,
  tanh: tf.tanh,
  sin: tf.sin,
  cos: tf.cos,
  tan: tf.tan,
  sinh: tf.sinh,
  cosh: tf.cosh,
  atan: tf.atan,
  asinh: tf.asinh,
  erf: tf.erf,
  relu: tf.relu,
  relu6: tf.relu6,
  elu: tf.elu,
  selu: tf.selu,
  leakyRelu: tf.leakyRelu,
  softplus: tf.softplus,
  logSigmoid: tf.logSigmoid,
  step: tf.step,
  sign: tf.sign,
  floor: tf.floor,
  ceil: tf.ceil,
  round: tf.round,
  asin: tf.asin,
  acos: tf.acos,
  atanh: tf.atanh,
  softmax: tf.softmax,
  logSoftmax: tf.logSoftmax,
}).map(([name, op]): Case => [name, (a) => (op as (a: tf.Tensor) => tf.Tensor)(a), [x]]);

const positiveUnary: Case[] = Object.entries({
  log: tf.log,
  log1p: tf.log1p,
  sqrt: tf.sqrt,
  rsqrt: tf.rsqrt,
  reciprocal: tf.reciprocal,
}).map(([name, op]): Case => [name, (a) => op(a), [positive]]);

const binary: Case[] = Object.entries({
  add: tf.add,
  sub: tf.sub,
  mul: tf.mul,
  div: tf.div,
  divNoNan: tf.divNoNan,
  maximum: tf.maximum,
  minimum: tf.minimum,
  pow: tf.pow,
  squaredDifference: tf.squaredDifference,
  atan2: tf.atan2,
  mod: tf.mod,
}).map(([name, op]): Case => [`${name}, broadcast`, (a, b) => op(a, b), [positive, floats([4, 1], 0.5, 2)]]);

const comparisons: Case[] = Object.entries({
  greater: tf.greater,
  greaterEqual: tf.greaterEqual,
  less: tf.less,
  lessEqual: tf.lessEqual,
  equal: tf.equal,
  notEqual: tf.notEqual,
}).map(([name, op]): Case => [name, (a, b) => op(a, b), [ties, values([3, 3, 3, 3])], forwardOnly]);

const reductions: Case[] = Object.entries({
  sum: tf.sum,
  mean: tf.mean,
  max: tf.max,
  min: tf.min,
  prod: tf.prod,
  logSumExp: tf.logSumExp,
}).flatMap(([name, op]): Case[] =>
  [undefined, 0, 1, 2, -1, [0, 1], [1, 2], [0, 2]].map(
    (axis): Case => [
      `${name} over ${axis ?? "all"}`,
      (a) => (op as (a: tf.Tensor, axis?: number | number[], keep?: boolean) => tf.Tensor)(a, axis, axis === 1),
      [positive],
    ],
  ),
);

describeAgreement("elementwise ops and reductions", [
  ...unary,
  ...positiveUnary,
  ...binary,
  ...comparisons,
  ...reductions,
]);
