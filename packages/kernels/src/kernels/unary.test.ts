import * as tf from "@hornbeam/kernels/tfjs";
import { expect, it } from "vitest";
import { type Compute, expectClose, floats, gradientsOf, run, values } from "../../testing/compare.ts";
import { describeVariants } from "../../testing/variants.ts";
import { unaries } from "../abi.ts";
import { gelu, silu } from "../fused/gated-linear.ts";
import type { Unary } from "./unary.ts";

const [inf, nan] = [Number.POSITIVE_INFINITY, Number.NaN];

/** `erf x` in float64: its series, or the continued fraction of what it lacks to 1. */
function erf(x: number): number {
  if (Math.abs(x) > 2.5) {
    let fraction = 0;
    for (let k = 60; k > 0; k--) fraction = k / 2 / (Math.abs(x) + fraction);
    return Math.sign(x) * (1 - Math.exp(-x * x) / Math.sqrt(Math.PI) / (Math.abs(x) + fraction));
  }
  let [term, sum] = [x, x];
  for (let n = 1; n < 60; n++) {
    term *= (-x * x) / n;
    sum += term / (2 * n + 1);
  }
  return (2 / Math.sqrt(Math.PI)) * sum;
}
const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

/** Each function: on tensors, in float64, where to try it, and how many units in the last place it may be off. */
const functions: Readonly<
  Record<Unary, readonly [(x: tf.Tensor) => tf.Tensor, (x: number) => number, [number, number], number]>
> = {
  exp: [tf.exp, Math.exp, [-87, 88.7], 1.5],
  expm1: [tf.expm1, Math.expm1, [-20, 88.7], 2.5],
  log: [tf.log, Math.log, [1e-30, 20], 1.5],
  log1p: [tf.log1p, Math.log1p, [-0.999, 20], 2.5],
  sigmoid: [tf.sigmoid, sigmoid, [-87, 20], 2.5],
  tanh: [tf.tanh, Math.tanh, [-10, 10], 2.5],
  erf: [tf.erf, erf, [-5, 5], 2.5],
  softplus: [tf.softplus, (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))), [-80, 30], 3],
  elu: [tf.elu, (x) => (x > 0 ? x : Math.expm1(x)), [-20, 5], 2.5],
  gelu: [(x) => gelu(x), (x) => (x * (1 + erf(x / Math.SQRT2))) / 2, [-1, 8], 4],
  geluApproximation: [
    (x) => gelu(x, { approximate: true }),
    (x) => x * sigmoid(2 * Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3)),
    [-1, 8],
    4,
  ],
  silu: [silu, (x) => x * sigmoid(x), [-20, 20], 4],
};

describeVariants("functions of single floats", () => {
  for (const f of unaries) {
    const [onTensors, exact, [from, to], most] = functions[f];
    it(`are as exact as said: ${f}`, () => {
      const { data } = floats([20011], from, to);
      const near = [1e-6, 1e-4, 1e-2, 0.1, 0.3, 0.62, 0.63, 0.99, 1.01].flatMap((x) => [x, -x]);
      const x = Float32Array.from([...data, ...near.filter((v) => v >= from)]);
      const y = tf.tidy(() => onTensors(tf.tensor1d(x)).dataSync());
      let worst = 0;
      x.forEach((value, i) => {
        const wanted = exact(value);
        const unit = 2 ** (Math.floor(Math.log2(Math.abs(wanted))) - 23);
        if (Number.isFinite(wanted) && Math.abs(wanted) > 1e-37)
          worst = Math.max(worst, Math.abs(y[i]! - wanted) / unit);
      });
      expect(worst).toBeLessThan(most);
    });

    it(`give the same wherever an array ends, and gradients: ${f}`, async () => {
      const all = floats([17], Math.max(from, -3), 3);
      const compute: Compute = (x) => onTensors(x);
      const [whole] = await run("wasm", compute, [all]);
      for (let size = 0; size <= 17; size++) {
        const part = values([...all.data.slice(0, size)]);
        const [y] = await run("wasm", compute, [part]);
        expect([...y!.data]).toEqual([...whole!.data.slice(0, size)]);
        const gradient = gradientsOf(compute);
        expectClose(await run("wasm", gradient, [part]), await run("cpu", gradient, [part]), 2e-6, "gradient: ");
      }
    });
  }

  it("have the limits of their functions", () => {
    const at = (f: Unary, x: number) => tf.tidy(() => functions[f][0](tf.tensor1d([x])).dataSync()[0]!);
    const cases: readonly (readonly [Unary, number, number])[] = [
      ...([
        ["exp", inf, inf],
        ["exp", -inf, 0],
        ["exp", 100, inf],
        ["exp", 0, 1],
        ["expm1", -inf, -1],
      ] as const),
      ...([
        ["expm1", inf, inf],
        ["expm1", -0, -0],
        ["log", 0, -inf],
        ["log", -0, -inf],
        ["log", inf, inf],
      ] as const),
      ...([
        ["log", -1, nan],
        ["log", 1, 0],
        ["log1p", -1, -inf],
        ["log1p", inf, inf],
        ["log1p", -2, nan],
      ] as const),
      ...([
        ["log1p", -0, -0],
        ["sigmoid", inf, 1],
        ["sigmoid", -inf, 0],
        ["tanh", inf, 1],
        ["tanh", -inf, -1],
      ] as const),
      ...([
        ["tanh", -0, -0],
        ["erf", inf, 1],
        ["erf", -inf, -1],
        ["erf", -0, -0],
        ["softplus", inf, inf],
      ] as const),
      ...([
        ["softplus", -inf, 0],
        ["elu", inf, inf],
        ["elu", -inf, -1],
      ] as const),
    ];
    for (const [f, x, y] of cases) expect([f, x, at(f, x)]).toEqual([f, x, y]);
    for (const f of unaries) expect([f, at(f, nan)]).toEqual([f, nan]);
  });

  it("have gradients of gradients", () => {
    for (const f of ["sigmoid", "tanh", "erf", "softplus", "elu", "gelu", "geluApproximation", "silu"] as const) {
      const second = tf.grad((x) => tf.sum(tf.grad((v) => tf.sum(functions[f][0](v)))(x)));
      const exact = functions[f][1];
      const h = 1e-3;
      const wanted = (exact(0.7 + h) - 2 * exact(0.7) + exact(0.7 - h)) / h ** 2;
      expect(tf.tidy(() => second(tf.tensor1d([0.7])).dataSync()[0])).toBeCloseTo(wanted, 3);
    }
  });

  it("take integers as before", () => {
    expect([...tf.tidy(() => tf.exp(tf.tensor1d([0, 1], "int32")).dataSync())].map((x) => Math.round(x))).toEqual([
      1, 3,
    ]);
  });
});
