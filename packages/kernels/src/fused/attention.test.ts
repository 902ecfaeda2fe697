import * as tf from "@hornbeam/kernels/tfjs";
import { describe, expect, it } from "vitest";
import { type Compute, expectClose, expectNear, floats, gradientsOf, run } from "../../testing/compare.ts";
import { describeVariants } from "../../testing/variants.ts";
import { attention } from "./attention.ts";

interface Case {
  readonly batch?: number;
  readonly targets: number;
  readonly sources: number;
  readonly heads?: number;
  readonly groups?: number;
  readonly size: number;
  readonly valueSize?: number;
  readonly mask?: readonly number[];
  readonly isCausal?: boolean;
  readonly scale?: number;
}

/** Asserts that the kernels give what plain ops give on another backend. */
async function expectAsPlain(given: Case): Promise<void> {
  const { batch = 2, targets, sources, heads = 2, groups = heads, size, valueSize = size, mask, ...options } = given;
  const inputs = [
    floats([batch, targets, heads, size], -2, 2),
    floats([batch, sources, groups, size], -2, 2, 2),
    floats([batch, sources, groups, valueSize], -1, 1, 3),
  ];
  const bits = mask && Array.from({ length: mask.reduce((a, b) => a * b, 1) }, (_, i) => Number((i * 7) % 5 > 1));
  const compute: Compute = (q, k, v) =>
    attention(q, k, v, { ...options, ...(mask && { mask: tf.tensor(bits!, [...mask], "bool") }) });
  const what = `${JSON.stringify(given)}: `;
  expectClose(await run("wasm", compute, inputs), await run("cpu", compute, inputs), 1e-5, what);
  const gradients = gradientsOf(compute);
  expectClose(await run("wasm", gradients, inputs), await run("cpu", gradients, inputs), 2e-5, `${what}gradient, `);
}

describeVariants("attention", () => {
  it("agrees with plain ops for 1 to 17 targets, sources and sizes", async () => {
    for (let n = 1; n <= 17; n++) {
      await expectAsPlain({ targets: n, sources: 5, size: 3 });
      await expectAsPlain({ targets: 4, sources: n, size: 6, valueSize: 2 });
      await expectAsPlain({ targets: 3, sources: 4, size: n, valueSize: 18 - n });
    }
  });
  it("agrees with plain ops where heads share keys and values", async () => {
    await expectAsPlain({ targets: 5, sources: 7, heads: 6, groups: 2, size: 4 });
    await expectAsPlain({ targets: 5, sources: 7, heads: 3, groups: 1, size: 5, isCausal: true });
  });
  it("agrees with plain ops under masks of all shapes", async () => {
    const sizes = { batch: 2, targets: 5, sources: 6, heads: 3, size: 4 };
    for (const mask of [[2, 3, 5, 6], [2, 1, 5, 6], [1, 1, 5, 6], [2, 1, 1, 6], [5, 1], [3, 1, 1], [6]]) {
      await expectAsPlain({ ...sizes, mask });
      await expectAsPlain({ ...sizes, mask, isCausal: true, scale: 0.3 });
    }
  });

  it("gives the mean of all values where everything is hidden, and no gradient to what made the scores", () => {
    const [q, k] = [tf.ones([1, 1, 1, 2]), tf.ones([1, 2, 1, 2])];
    const v = tf.tensor4d([1, 3], [1, 2, 1, 1]);
    const mask = tf.tensor2d([0, 0], [1, 2], "bool");
    const grads = tf.grads((a, b, c) => tf.sum(attention(a!, b!, c!, { mask })))([q, k, v]);
    expectNear(attention(q, k, v, { mask }).dataSync(), [2]);
    expect(grads.map((grad) => [...grad.dataSync()])).toEqual([
      [0, 0],
      [0, 0, 0, 0],
      [0.5, 0.5],
    ]);
  });

  it("is what its formula gives", () => {
    const q = tf.tensor4d([1, 0], [1, 1, 1, 2]);
    const k = tf.tensor4d([1, 5, 0, 7], [1, 2, 1, 2]);
    const v = tf.tensor4d([10, 20], [1, 2, 1, 1]);
    const share = 1 / (1 + Math.exp(-2));
    expectNear(attention(q, k, v, { scale: 2 }).dataSync(), [10 * share + 20 * (1 - share)], 1e-6);
    expectNear(attention(q, k, v, { scale: 2, isCausal: true }).dataSync(), [10], 1e-6);
  });

  it("has gradients of gradients", () => {
    const [q, k, v] = [3, 4, 5].map((seed) => tf.tensor(floats([1, 3, 2, 2], -1, 1, seed).data, [1, 3, 2, 2]));
    const penalty = (x: tf.Tensor) =>
      tf.sum(tf.square(tf.grad((a) => tf.sum(tf.square(attention(a, k!, v!, { isCausal: true }))))(x)));
    const gradient = tf.tidy(() => tf.grad(penalty)(q!).dataSync());
    const h = 1e-2;
    const moved = (at: number, delta: number) =>
      tf.tidy(
        () =>
          penalty(
            tf.tensor(
              q!.dataSync().map((x, i) => x + (i === at ? delta : 0)),
              q!.shape,
            ),
          ).dataSync()[0]!,
      );
    for (const at of [4, 7, 11]) expect(gradient[at]).toBeCloseTo((moved(at, h) - moved(at, -h)) / (2 * h), 2);
  });

  it("keeps what is not a number in its row", () => {
    const q = tf.tensor4d([Number.NaN, 1, 1, 1], [1, 2, 1, 2]);
    const y = attention(q, tf.ones([1, 3, 1, 2]), tf.ones([1, 3, 1, 1])).dataSync();
    expect([...y]).toEqual([Number.NaN, 1]);
  });
});

describe("softmax and attention", () => {
  it("refuse what does not fit", () => {
    const [q, k] = [tf.zeros([1, 2, 3, 4]), tf.zeros([1, 5, 2, 4])];
    expect(() => attention(q, k, k)).toThrow(
      "Cannot compute attention: query, key and value must agree in batch, sources, heads and size, received [1, 2, 3, 4] [1, 5, 2, 4] [1, 5, 2, 4]",
    );
    expect(() => attention(q, q, q, { mask: tf.zeros([2, 3], "bool") })).toThrow(
      "Cannot compute attention: the mask must be bool and broadcast to [1, 3, 2, 2], received bool [2, 3]",
    );
  });
});
