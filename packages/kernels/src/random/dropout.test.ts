import * as tf from "@hornbeam/kernels/tfjs";
import { expect, it } from "vitest";
import { type Compute, expectClose, floats, gradientsOf, run } from "../../testing/compare.ts";
import { describeVariants } from "../../testing/variants.ts";
import { dropoutByKey } from "./dropout.ts";

const withKey = (rate: number, choice?: readonly number[]): Compute => {
  const options = choice ? { rate, choice } : { rate };
  return (x) => dropoutByKey(x, tf.tensor1d([7, -9], "int32"), options);
};

async function expectAgreement(compute: Compute, shape: readonly number[]): Promise<void> {
  const inputs = [floats(shape, -2, 3)];
  expectClose(await run("wasm", compute, inputs), await run("cpu", compute, inputs), 0, "forward: ");
  const gradient = gradientsOf(compute);
  expectClose(await run("wasm", gradient, inputs), await run("cpu", gradient, inputs), 1e-7, "gradient: ");
}

describeVariants("dropout", () => {
  it("agrees with plain ops for 0 to 17 elements and for several units", async () => {
    for (const size of [...Array(18).keys(), 1023, 1024, 3001]) await expectAgreement(withKey(0.4), [size]);
    await expectAgreement(withKey(0), [3, 5]);
    await expectAgreement(withKey(1), [3, 5]);
  });
  it("shares a choice along axes", async () => {
    for (let size = 1; size <= 17; size++) {
      await expectAgreement(withKey(0.3, [3, 1, size]), [3, 5, size]);
      await expectAgreement(withKey(0.3, [3, size, 1, 1]), [3, size, 5, 2]);
      await expectAgreement(withKey(0.3, [1, size]), [4, size]);
    }
    await expectAgreement(withKey(0.3, [1, 1]), [4, 6]);
    await expectAgreement(withKey(0.3, [1, 5, 1]), [4, 5, 6]); // not side by side
  });
  it("draws for each key another choice, of the share that was asked for", () => {
    const kept = (key: readonly number[]) =>
      tf.tidy(() => [...dropoutByKey(tf.ones([10_000]), tf.tensor1d([...key], "int32"), { rate: 0.25 }).dataSync()]);
    const [one, two] = [kept([1, 0]), kept([2, 0])];
    expect(one).not.toEqual(two);
    for (const values of [one, two]) {
      expect(new Set(values)).toEqual(new Set([0, Math.fround(1 / 0.75)]));
      const zeros = values.filter((value) => value === 0).length / values.length;
      expect(Math.abs(zeros - 0.25)).toBeLessThan(6 * Math.sqrt((0.25 * 0.75) / 10_000));
    }
  });
  it("drops what is not a number too, to a zero without sign, as Keras does", () => {
    const special = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0, -1];
    const y = tf.tidy(() => {
      const x = tf.tile(tf.tensor1d(special), [20]);
      return [...dropoutByKey(x, tf.tensor1d([1, 2], "int32"), { rate: 0.5 }).dataSync()];
    });
    const seen = special.map(() => new Set<number>());
    for (const [i, value] of y.entries()) seen[i % special.length]!.add(Object.is(value, -0) ? -1e9 : value);
    expect(seen).toEqual([
      new Set([0, Number.NaN]),
      new Set([0, Number.POSITIVE_INFINITY]),
      new Set([0, Number.NEGATIVE_INFINITY]),
      new Set([0, -1e9]),
      new Set([0, -2]),
    ]);
  });
  it("has gradients of gradients", () => {
    const x = tf.tensor1d([1, 2, 3, 4, 5, 6]);
    const key = tf.tensor1d([5, 6], "int32");
    const penalty = (v: tf.Tensor) =>
      tf.sum(tf.square(tf.grad((a) => tf.sum(tf.square(dropoutByKey(a, key, { rate: 0.5 }))))(v)));
    const [second, mask] = tf.tidy(() => [
      [...tf.grad(penalty)(x).dataSync()],
      [...dropoutByKey(tf.onesLike(x), key, { rate: 0.5 }).dataSync()],
    ]);
    // the gradient is 2 m² x, m being 0 or 2; that of its squares' sum 8 m⁴ x
    expect(second).toEqual(mask!.map((m, i) => 8 * m ** 4 * (i + 1)));
    tf.dispose([x, key]);
  });
  it("refuses a choice of another shape", () => {
    const call = () => dropoutByKey(tf.zeros([2, 3]), tf.zeros([2], "int32"), { rate: 0.5, choice: [3, 2] });
    expect(call).toThrow("Cannot drop: the choice must broadcast to [2, 3], received [3, 2]");
  });
});
