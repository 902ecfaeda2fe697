import * as tf from "@hornbeam/kernels/tfjs";
import { expect, it } from "vitest";
import {
  type Compute,
  expectAgreement,
  expectNear,
  floats,
  integers,
  type Values,
  values,
} from "../../testing/compare.ts";
import { describeVariants } from "../../testing/variants.ts";
import { type CrossEntropyLossOptions, crossEntropyLoss } from "./cross-entropy-loss.ts";

const reductions = ["sum", "mean", "weightedMean", "none"] as const;
const nan = Number.NaN;

type Kind = CrossEntropyLossOptions["kind"];

/** Labels of a kind for `rows` rows. */
function labelsOf(kind: Kind, rows: number, classes: number): Values {
  return kind === "numbers" ? integers([rows], 0, classes) : floats([rows, classes], 0, 1, 3);
}

/** Forward, and gradients by predictions, by labels that are shares and by weights, as plain ops have them. */
async function agrees(kind: Kind, rows: number, classes: number, options: Partial<CrossEntropyLossOptions> = {}) {
  const logits = options.fromLogits ?? true;
  const x = logits ? floats([rows, classes], -4, 4) : floats([rows, classes], 0.02, 0.98, 2);
  const weighted: Compute = (a, labels, weights) => crossEntropyLoss(labels, a, { kind, ...options, weights });
  const plain: Compute = (a, labels) => crossEntropyLoss(labels, a, { kind, ...options });
  const labels = labelsOf(kind, rows, classes);
  await expectAgreement(plain, [x, labels], { tolerance: 3e-5 });
  await expectAgreement(weighted, [x, labels, floats([rows], 0, 2, 5)], { tolerance: 3e-5 });
}

/** The loss of predictions given by hand, and its gradient by them. */
function measured(x: number[][], labels: tf.Tensor, options: CrossEntropyLossOptions): [loss: number[], dx: number[]] {
  return tf.tidy(() => {
    const { value, grad } = tf.valueAndGrad((v: tf.Tensor) => tf.sum(crossEntropyLoss(labels, v, options)))(
      tf.tensor2d(x),
    );
    value.dispose();
    return [[...crossEntropyLoss(labels, tf.tensor2d(x), options).dataSync()], [...grad.dataSync()]];
  });
}

describeVariants("losses that are cross-entropies", () => {
  for (const kind of ["numbers", "shares", "elements"] as const) {
    it(`agree with plain ops for 1 to 17 classes and every reduction: ${kind}`, async () => {
      for (let classes = 1; classes <= 17; classes++) {
        const reduction = reductions[classes % 4]!;
        await agrees(kind, 5, classes, { reduction });
        await agrees(kind, 18 - classes, classes, { reduction, fromLogits: false });
      }
      await agrees(kind, 1000, 3);
    });
    it(`leave masked rows out, and spread weights over rows: ${kind}`, async () => {
      const mask = values([1, 0, 1, 1, 0, 1], [6], "bool");
      const inputs = [floats([6, 5], -3, 3), labelsOf(kind, 6, 5), floats([3], 0, 2, 5), mask];
      for (const reduction of reductions) {
        const masked: Compute = (x, labels, weights, m) =>
          crossEntropyLoss(labels, x, { kind, reduction, weights, mask: m });
        await expectAgreement(masked, inputs, { tolerance: 3e-5 });
        const spread: Compute = (x, labels, weights) => crossEntropyLoss(labels, x, { kind, reduction, weights });
        await expectAgreement(spread, inputs.slice(0, 3), { tolerance: 3e-5 });
      }
    });
  }
  it("smooth labels that are shares", async () => {
    for (const kind of ["shares", "elements"] as const)
      for (const fromLogits of [true, false])
        for (const classes of [1, 3, 4, 7]) await agrees(kind, 4, classes, { smoothing: 0.2, fromLogits });
  });
  it("ignore a class of numbers, as integers and as floats, whatever is predicted there", async () => {
    const numbers = values([1, -1, 0, -1], [4], "int32");
    for (const labels of [numbers, { ...numbers, dtype: "float32", data: Float32Array.from(numbers.data) } as Values])
      for (const reduction of reductions) {
        const ignoring: Compute = (x, t, weights) =>
          crossEntropyLoss(tf.cast(t, labels.dtype), x, { kind: "numbers", ignored: -1, reduction, weights });
        await expectAgreement(ignoring, [floats([4, 3]), numbers, floats([4], 0, 2, 5)], { tolerance: 3e-5 });
      }
    const t = tf.tensor1d([1, 7], "int32");
    const rows = [
      [0, 0],
      [nan, Number.POSITIVE_INFINITY],
    ];
    const [loss, dx] = measured(rows, t, { kind: "numbers", ignored: 7 });
    expectNear(loss, [Math.LN2]);
    expectNear(dx, [0.5, -0.5, 0, 0]);
    t.dispose();
  });
  it("are what they are by hand", () => {
    const numbers = tf.tensor1d([1, 0], "int32");
    const two = [
      [0, 0],
      [0, 0],
    ];
    const weights = tf.tensor1d([1, 3]);
    expectNear(measured(two, numbers, { kind: "numbers" })[0], [Math.LN2]);
    expectNear(measured(two, numbers, { kind: "numbers", weights })[1], [0.25, -0.25, -0.75, 0.75]);
    expectNear(measured(two, numbers, { kind: "numbers", weights, reduction: "weightedMean" })[0], [Math.LN2]);
    expectNear(measured(two, numbers, { kind: "numbers", weights, reduction: "none" })[0], [Math.LN2, 3 * Math.LN2]);
    const shares = tf.tensor2d([[0, 1]]);
    const [smooth, dx] = measured([[0, Math.log(3)]], shares, { kind: "shares", smoothing: 0.5 });
    expectNear(smooth, [-(0.25 * Math.log(0.25) + 0.75 * Math.log(0.75))], 1e-6);
    expect(Math.max(...dx.map(Math.abs))).toBeLessThan(1e-7);
    expectNear(measured([[0, 0]], shares, { kind: "elements", smoothing: 0.5 })[1], [0.125, -0.125]);
    tf.dispose([numbers, weights, shares]);
  });
  it("of rows none of which counts are 0 and have no slope", () => {
    const [labels, none, mask] = [tf.tensor1d([1]), tf.tensor1d([0]), tf.tensor1d([0], "bool")];
    for (const reduction of ["mean", "weightedMean"] as const) {
      for (const left of [{ weights: none }, { mask }, { ignored: 1 }])
        for (const each of measured([[1, 2]], labels, { kind: "numbers", reduction, ...left }))
          expect(each.every((number) => number === 0)).toBe(true);
    }
    expect(tf.tidy(() => crossEntropyLoss(tf.zeros([0]), tf.zeros([0, 3]), { kind: "numbers" }).dataSync()[0])).toBe(0);
    tf.dispose([labels, none, mask]);
  });
  it("keep what is not a number, and an infinity", () => {
    const labels = tf.tensor1d([0, 5], "int32");
    const rows = [
      [0, 0],
      [0, 0],
    ];
    expect(measured(rows, labels, { kind: "numbers" })[0]).toEqual([nan]);
    const one = tf.tensor1d([0], "int32");
    expect(measured([[nan, 0]], one, { kind: "numbers" })[0]).toEqual([nan]);
    expect(measured([[-Infinity, 0]], one, { kind: "numbers" })[0]).toEqual([Infinity]);
    tf.dispose([labels, one]);
  });
  it("have second derivatives", () => {
    const [x, t] = [tf.tensor2d([[0, 0]]), tf.tensor1d([0], "int32")];
    const slope = (v: tf.Tensor) => tf.grad((u: tf.Tensor) => crossEntropyLoss(t, u, { kind: "numbers" }))(v);
    const second = tf.tidy(() => tf.grad((v: tf.Tensor) => tf.sum(tf.mul(slope(v), tf.tensor2d([[1, 0]]))))(x));
    expectNear([...second.dataSync()], [0.25, -0.25], 1e-6);
    tf.dispose([x, t, second]);
  });
  it("refuse what does not fit", () => {
    const [x, t] = [tf.zeros([2, 3]), tf.zeros([3])];
    expect(() => crossEntropyLoss(t, x, { kind: "numbers" })).toThrow(
      "Cannot compute the cross-entropy: there must be as many labels, weights and bytes of a mask as there are rows of x, received [3] and [2, 3]",
    );
    tf.dispose([x, t]);
  });
});
