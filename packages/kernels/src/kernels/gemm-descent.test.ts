import * as tf from "@hornbeam/kernels/tfjs";
import { expect, it } from "vitest";
import { describeVariants } from "../../testing/variants.ts";
import { flag } from "../abi.ts";

const sizes = [1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 13, 15, 17, 40];

describeVariants("a product that descends", (runtime) => {
  /** What is left of `c` after the product and the descent, in one command or in two. */
  function descend(m: number, n: number, k: number, together: boolean, columns: boolean): number[] {
    const values = (size: number, f: (i: number) => number) => Float32Array.from({ length: size }, (_, i) => f(i));
    const a = tf.tensor1d(values(k * m, Math.sin));
    const b = tf.tensor1d(values(k * n, (i) => (i === 3 ? Number.POSITIVE_INFINITY : Math.cos(i))));
    const c = tf.tensor1d(values(m * n, (i) => (i === 1 ? Number.NaN : i / 7)));
    const step = tf.scalar(0.1);
    const units = columns ? Math.ceil(n / 8) : m;
    const flags = columns ? flag.columns : 0;
    runtime().frame(() => {
      const [left, right, w] = [runtime().input(a), runtime().input(b), runtime().update(c)];
      const rate = runtime().input(step);
      const args = { transposeA: 1, transposeB: 0, m, n, k, a: left, lda: m, b: right, ldb: n, ldc: n, flags };
      if (together) runtime().run("gemmDescent", units, { ...args, c: w, rate });
      else {
        const g = runtime().workspace(4 * m * n);
        runtime().run("gemm", units, { ...args, c: g, bias: 0 });
        runtime().run("sgd", m * n, { rate, momentum: 0, nesterov: 0, w, g, velocity: 0 });
      }
    });
    const result = [...c.dataSync()];
    tf.dispose([a, b, c, step]);
    return result;
  }

  it.each([false, true])("leaves the same bits as the product and the descent, by columns: %s", (columns) => {
    for (const m of sizes)
      for (const n of sizes)
        for (const k of [1, 5, 16])
          expect(descend(m, n, k, true, columns), `${m} x ${n} x ${k}`).toEqual(descend(m, n, k, false, columns));
  });

  it("is C - rate op(A) op(B)", () => {
    const [a, b, c] = [tf.tensor1d([1, 2]), tf.tensor1d([3, 4]), tf.tensor1d([10, 20, 30, 40])];
    const rate = tf.scalar(0.5);
    runtime().frame(() => {
      const shape = { transposeA: 1, transposeB: 0, m: 2, n: 2, k: 1, lda: 2, ldb: 2, ldc: 2, flags: 0 };
      const [left, right, to] = [runtime().input(a), runtime().input(b), runtime().update(c)];
      runtime().run("gemmDescent", 2, { ...shape, a: left, b: right, c: to, rate: runtime().input(rate) });
    });
    expect([...c.dataSync()]).toEqual([8.5, 18, 27, 36]);
    tf.dispose([a, b, c, rate]);
  });
});
