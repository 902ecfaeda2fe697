import * as tf from "@hornbeam/kernels/tfjs";
import { beforeAll, expect, it } from "vitest";
import { expectNear } from "../../testing/compare.ts";
import { start } from "../start.ts";

beforeAll(() => start());

const gradient = (f: (x: tf.Tensor) => tf.Tensor, x: number[] | number[][]) => [
  ...tf
    .grad((a) => tf.sum(f(a)))(tf.tensor(x))
    .dataSync(),
];

it("equal maxima and minima share their gradient, as in TensorFlow", () => {
  expectNear(
    gradient(
      (x) => tf.max(x, 1),
      [
        [1, 3, 3],
        [2, 2, 2],
      ],
    ),
    [0, 0.5, 0.5, 1 / 3, 1 / 3, 1 / 3],
  );
  expect(gradient((x) => tf.min(x), [4, 1, 1])).toEqual([0, 0.5, 0.5]);
});

it("of equal operands the first takes the gradient, as in TensorFlow", () => {
  expect(gradient((x) => tf.maximum(x, 2), [1, 2, 3])).toEqual([0, 1, 1]);
  expect(gradient((x) => tf.maximum(2, x), [1, 2, 3])).toEqual([0, 0, 1]);
  expect(gradient((x) => tf.minimum(x, 2), [1, 2, 3])).toEqual([1, 1, 0]);
});

it("kinks are where TensorFlow has them", () => {
  expect(gradient((x) => tf.abs(x), [-2, 0, 2])).toEqual([-1, 0, 1]);
  expect(gradient((x) => tf.relu(x), [-2, 0, 2])).toEqual([0, 0, 1]);
  expect(gradient((x) => tf.relu6(x), [-1, 0, 3, 6, 7])).toEqual([0, 0, 1, 0, 0]);
  expect(gradient((x) => tf.clipByValue(x, 0, 1), [-1, 0, 0.5, 1, 2])).toEqual([0, 1, 1, 1, 0]);
});

it("comparisons are flat", () => {
  expect(gradient((x) => tf.where(tf.greater(x, 0), tf.mul(x, 3), tf.mul(x, 0.5)), [-1, 1])).toEqual([0.5, 3]);
  for (const reduce of [tf.any, tf.all]) {
    const masked = (x: tf.Tensor) => tf.mul(x, tf.cast(reduce(tf.cast(x, "bool")), "float32"));
    expect(gradient(masked, [2, 1])).toEqual([1, 1]);
  }
  expect(
    gradient((x) => tf.add(x, tf.cast(tf.logicalAnd(tf.less(x, 1), tf.notEqual(x, 0)), "float32")), [0, 2]),
  ).toEqual([1, 1]);
});

it("broadcast operands get the sum", () => {
  const [da, db] = tf.grads((a, b) => tf.sum(tf.squaredDifference(a!, b!)))([
    tf.tensor2d([
      [1, 2],
      [3, 5],
    ]),
    tf.tensor1d([1, 1]),
  ]);
  expect([...da!.dataSync()]).toEqual([0, 2, 4, 8]);
  expect([...db!.dataSync()]).toEqual([-4, -10]);
});

it("a product has the product of the others, zeros or not", () => {
  expect(gradient((x) => tf.prod(x), [2, 3, 4])).toEqual([12, 8, 6]);
  expect(gradient((x) => tf.prod(x), [2, 0, 4])).toEqual([0, 8, 0]);
  expect(
    gradient(
      (x) => tf.prod(x, 0),
      [
        [2, 3],
        [5, 7],
      ],
    ),
  ).toEqual([5, 7, 2, 3]);
});

it("running sums and products look ahead", () => {
  expect(gradient((x) => tf.cumsum(x), [1, 1, 1])).toEqual([3, 2, 1]);
  expect(gradient((x) => tf.cumsum(x, 0, true), [1, 1, 1])).toEqual([2, 1, 0]);
  expect(gradient((x) => tf.cumprod(x), [2, 3, 4])).toEqual([1 + 3 + 12, 2 + 8, 6]);
});

it("reading by index adds up where it reads twice", () => {
  const ids = tf.tensor1d([2, 0, 2], "int32");
  expect(gradient((x) => tf.gather(x, ids), [1, 2, 3])).toEqual([1, 0, 2]);
  expect(
    gradient(
      (x) =>
        tf.gather(
          x,
          tf.tensor2d(
            [
              [0, 0],
              [1, 0],
            ],
            [2, 2],
            "int32",
          ),
          1,
          1,
        ),
      [
        [1, 2],
        [3, 4],
      ],
    ),
  ).toEqual([2, 0, 1, 1]);
  expect(gradient((x) => tf.gatherND(x, tf.tensor2d([[1], [1]], [2, 1], "int32")), [1, 2])).toEqual([0, 2]);
  expect(gradient((x) => tf.stridedSlice(x, [3], [0], [-2]), [1, 2, 3, 4])).toEqual([0, 1, 0, 1]);
  expect(gradient((x) => tf.mul(tf.topk(x, 2).values, tf.tensor1d([5, 7])), [1, 9, 4])).toEqual([0, 5, 7]);
});

it("indices out of range are refused", () => {
  expect(() => tf.gather([1, 2], tf.tensor1d([0, 2], "int32"))).toThrow(
    "Cannot gather: indices must be in [0, 2), received 2",
  );
});

it("writing by index reads back", () => {
  const at = tf.tensor2d([[2], [0]], [2, 1], "int32");
  expect(gradient((x) => tf.mul(tf.scatterND(at, x, [3]), tf.tensor1d([1, 2, 3])), [1, 1])).toEqual([3, 1]);
  expect(gradient((x) => tf.mul(tf.tensorScatterUpdate(tf.zeros([3]), at, x), tf.tensor1d([1, 2, 3])), [1, 1])).toEqual(
    [3, 1],
  );
  expect(gradient((x) => tf.tensorScatterUpdate(x, at, tf.tensor1d([5, 5])), [1, 1, 1])).toEqual([0, 1, 0]);
});

it("second derivatives go through what an op saves of its result", () => {
  const second = (f: (x: tf.Tensor) => tf.Tensor, x: number) =>
    tf
      .grad((a) => tf.sum(tf.square(tf.grad((b) => tf.sum(f(b)))(a))))(tf.scalar(x))
      .dataSync()[0];
  expect(second((x) => tf.exp(x), 1)).toBeCloseTo(2 * Math.E ** 2, 4); // (e^x)^2
  const s = 1 / (1 + Math.exp(-0.5));
  expect(second((x) => tf.sigmoid(x), 0.5)).toBeCloseTo(2 * s * (1 - s) * s * (1 - s) * (1 - 2 * s), 5);
});

it("one piece is as good as several", () => {
  const row = [[1, 2, 3]];
  expect(gradient((x) => tf.mul(tf.unstack(x)[0]!, [1, 2, 3]), row)).toEqual([1, 2, 3]);
  expect(gradient((x) => tf.mul(tf.split(x, 1, 1)[0]!, 4), row)).toEqual([4, 4, 4]);
  expect(gradient((x) => tf.mul(tf.unstack(x, 1)[1]!, 5), row)).toEqual([0, 5, 0]);
  expect(gradient((x) => tf.mul(tf.split(x, [1, 2], 1)[1]!, 6), row)).toEqual([0, 6, 6]);
});
