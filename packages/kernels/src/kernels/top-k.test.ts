import * as tf from "@hornbeam/kernels/tfjs";
import { expect, it } from "vitest";
import { floats, integers, sequence } from "../../testing/compare.ts";
import { describeVariants } from "../../testing/variants.ts";
import { bitwise, signBit } from "../fused/bits.ts";
import { choose } from "../fused/choose.ts";

const [inf, nan] = [Number.POSITIVE_INFINITY, Number.NaN];

describeVariants("the largest numbers", () => {
  it("are those that sorting finds, of rows of every length and type", () => {
    const next = sequence(3);
    for (const n of [1, 2, 5, 16, 17, 47, 48, 49, 60, 300]) {
      for (const k of [0, 1, 3, 17, 48, 49, n].filter((one) => one <= n)) {
        for (const dtype of ["float32", "int32"] as const) {
          const rows = [0, 1, 2].map(() => Array.from({ length: n }, () => Math.floor((next() - 0.5) * 40)));
          const x = tf.tensor2d(rows.flat(), [3, n], dtype);
          const { values, indices } = tf.topk(x, k);
          const places = rows.flatMap((row) =>
            row
              .map((_, i) => i)
              .sort((i, j) => row[j]! - row[i]! || i - j)
              .slice(0, k),
          );
          expect([...indices.dataSync()]).toEqual(places);
          expect([...values.dataSync()]).toEqual(places.map((place, i) => rows[Math.floor(i / k)]![place]! + 0));
          expect([values.dtype, indices.dtype, values.shape]).toEqual([dtype, "int32", [3, k]]);
          tf.dispose([x, values, indices]);
        }
      }
    }
  });
  it("begin with what is no number, keep -0, and are found in rows that are long", () => {
    const { values, indices } = tf.topk(tf.tensor1d([1, -0, nan, -inf, 0, inf]), 5);
    expect([...values.dataSync()]).toEqual([nan, inf, 1, -0, 0]);
    expect([...indices.dataSync()]).toEqual([2, 5, 0, 1, 4]);
    const n = (1 << 16) + 5;
    const long = Float32Array.from({ length: 2 * n }, (_, i) => (i * 7919) % n);
    for (const k of [3, 60]) {
      const top = tf.topk(tf.tensor2d(long, [2, n]), k);
      const wanted = Array.from({ length: k }, (_, i) => n - 1 - i);
      expect([...top.values.dataSync()]).toEqual([...wanted, ...wanted]);
    }
  });
  it("give their gradient to where they were", () => {
    const x = tf.tensor2d([3, 1, 2, 4, 6, 5], [2, 3]);
    const slopes = tf.tidy(() => [...tf.grad((x) => tf.sum(tf.mul(tf.topk(x, 2).values, [[1, 2], [3, 4]])))(x).dataSync()]); // biome-ignore format: one line
    expect(slopes).toEqual([1, 0, 2, 0, 3, 4]);
    x.dispose();
  });
});

describeVariants("bits", () => {
  it("are joined and moved as in JavaScript, with broadcasting", () => {
    const edges = [0, 1, -1, 2 ** 31 - 1, -(2 ** 31)];
    for (let n = 1; n <= 17; n++) {
      const a = [...integers([n], -(2 ** 31), 2 ** 31, n).data].map((x, i) => edges[i + 3] ?? x);
      const b = [...integers([n], -40, 40, n + 1).data];
      const operations = {
        and: (x: number, y: number) => x & y,
        or: (x: number, y: number) => x | y,
        xor: (x: number, y: number) => x ^ y,
        left: (x: number, y: number) => x << y,
        right: (x: number, y: number) => x >> y,
      };
      for (const [name, f] of Object.entries(operations)) {
        const [x, y] = [tf.tensor1d(a, "int32"), tf.tensor1d(b, "int32")];
        const op = (p: tf.Tensor, q: tf.Tensor) => [...tf.tidy(() => bitwise(name as "and", p, q).dataSync())];
        expect(op(x, y)).toEqual(a.map((each, i) => f(each, b[i]!)));
        expect(op(tf.scalar(-5, "int32"), y)).toEqual(b.map((each) => f(-5, each)));
        expect(op(tf.reshape(x, [n, 1]), tf.scalar(3, "int32"))).toEqual(a.map((each) => f(each, 3)));
        tf.dispose([x, y]);
      }
    }
  });
  it("of the sign are seen in -0 and infinities", () => {
    const numbers = Float32Array.of(1, -1, 0, -0, inf, -inf, 1e-45, -1e-45);
    const x = tf.tensor1d(numbers);
    expect([...signBit(x).dataSync()]).toEqual([0, 1, 0, 1, 0, 1, 0, 1]);
    expect(signBit(x).dtype).toBe("bool");
    x.dispose();
  });
});

describeVariants("a choice", () => {
  it("is made element by element, of tensors and of single numbers", () => {
    for (let n = 0; n <= 17; n++) {
      const flags = Array.from({ length: n }, (_, i) => i % 3 === 0);
      const [a, b] = [[...floats([n]).data], [...floats([n], 2, 3).data]];
      const condition = tf.tensor1d(flags, "bool");
      for (const [x, y] of [[a, b], [a, 7], [nan, b], [1, 2]] as const) {
        const made = tf.tidy(() => choose(condition, tf.tensor(x), tf.tensor(y)));
        const at = (from: number | number[], i: number) => (typeof from === "number" ? from : from[i]!);
        expect([...made.dataSync()]).toEqual(flags.map((flag, i) => at(flag ? x : y, i)));
        expect(made.shape).toEqual([n]);
        made.dispose();
      }
      const bools = tf.tidy(() => choose(condition, tf.scalar(true), tf.cast(condition, "bool")));
      expect([...bools.dataSync()]).toEqual(flags.map(Number));
      tf.dispose([condition, bools]);
    }
  }); // biome-ignore format: pairs
  it("gives a gradient to what was taken, and the sum to a single number", () => {
    const condition = tf.tensor1d([true, false, true]);
    const [x, one] = [tf.tensor1d([1, 2, 3]), tf.scalar(5)];
    const before = tf.memory().numTensors;
    const [dx, done] = tf.grads((x, one) => tf.sum(tf.mul(choose(condition, x!, one!), [nan, 10, 4])))([x, one]);
    expect([...dx!.dataSync(), ...done!.dataSync()]).toEqual([nan, 0, 4, 10]);
    tf.dispose([dx!, done!]);
    expect(tf.memory().numTensors).toBe(before);
    tf.dispose([condition, x, one]);
  });
});
