import { KerasTensor, memory, type Tensor, tidy, toNDArray, trace, valueAndGrad } from "@hornbeam/core";
import { describe, expect, expectTypeOf, it } from "@hornbeam/testing";
import { add, multiply, subtract } from "../numpy/arithmetic.ts";
import { less } from "../numpy/comparison.ts";
import { ones, zeros } from "../numpy/creation.ts";
import { square } from "../numpy/elementwise.ts";
import { exp } from "../numpy/exponential.ts";
import { matmul } from "../numpy/matmul.ts";
import { sum } from "../numpy/reductions.ts";
import { associativeScan } from "./associative-scan.ts";
import { cond, switchCase } from "./branches.ts";
import { tensor } from "./convert.ts";
import { customGradient } from "./custom-gradient.ts";
import { foriLoop, whileLoop } from "./loops.ts";
import { map } from "./map.ts";
import { scan } from "./scan.ts";

describe("loops", () => {
  it("repeat a body while a condition holds", () => {
    const [count, power] = whileLoop(
      (i, _x) => less(i, 10),
      (i, x) => [add(i, 1), multiply(x, 2)],
      [0, 1.5],
    );
    expectTypeOf(count).toEqualTypeOf<Tensor>();
    expect(toNDArray(count).item()).toBe(10);
    expect(power).toBeClose(1536);
    const { a } = whileLoop(
      (state) => less(state.a, 9),
      (state) => ({ a: add(state.a, 1) }),
      { a: 0 },
      { maximumIterations: 3 },
    );
    expect(toNDArray(a).item()).toBe(3);
  });

  it("count", () => {
    expect(foriLoop(2, 4, (i, state) => add(state, i), tensor([10, 20]))).toBeClose([15, 25]);
    expect(foriLoop(3, 3, () => 9, 4)).toBeClose(4);
  });

  it("keep no more than the state, and pass gradients through", () => {
    const x = tensor([1, 2]);
    const before = memory().numTensors;
    const result = foriLoop(0, 50, (_i, state) => add(multiply(state, 0.5), x), x);
    expect(memory().numTensors - before).toBe(1);
    result.dispose();
    const { value, grads } = valueAndGrad(() => sum(foriLoop(0, 3, (_i, state) => multiply(state, x), x)), [x]);
    expect(value).toBeClose(17); // x⁴
    expect(grads[0]!).toBeClose([4, 32]);
    expect(memory().numTensors - before).toBe(2);
  });

  it("refuse a body that changes the structure", () => {
    expect(() =>
      whileLoop(
        () => true,
        (i) => [i, i] as never,
        0,
      ),
    ).toThrow('Cannot call ops.whileLoop: `body` must give the structure that it takes, 0, received "[0,0]"');
  });

  it("know their shapes beforehand", () => {
    const x = new KerasTensor([null, 3]);
    expect(foriLoop(0, 3, (i, state) => add(state, i), x).shape).toEqual([null, 3]);
    expect(
      whileLoop(
        () => true,
        (a, b) => [a, b],
        [x, 1],
      )[0]!.shape,
    ).toEqual([null, 3]);
  });
});

describe("scan", () => {
  it("carries values along, forward and backward", () => {
    const [total, sums] = scan((c, x) => [add(c, x), add(c, x)], 0, [1, 2, 3, 4, 5]);
    expect(total).toBeClose(15);
    expect(sums).toBeClose([1, 3, 6, 10, 15]);
    expect(scan((c, x) => [add(c, x), add(c, x)], 0, [1, 2, 3, 4, 5], { reverse: true })[1]).toBeClose([
      15, 14, 12, 9, 5,
    ]);
    expect(scan((c) => [add(c, 1), c], 0, null, { length: 4 })[1]).toBeClose([0, 1, 2, 3]);
  });

  it("takes and gives structures", () => {
    const [[a, b], ys] = scan((c, x) => [[add(c[0], x.u), multiply(c[1], x.v)], { first: c[0] }], [0, 1.5], {
      u: tensor([1, 2]),
      v: tensor([3, 4]),
    });
    expect(a).toBeClose(3);
    expect(b).toBeClose(18);
    expect(ys.first).toBeClose([0, 1]);
  });

  it("frees what it carried, and passes gradients through", () => {
    const x = tensor([2, 3, 4]);
    const before = memory().numTensors;
    const [carry, ys] = scan((c, each) => [multiply(c, each), c], 1.5, x);
    expect(memory().numTensors - before).toBe(2);
    expect([carry, ys].map((one) => toNDArray(one).toArray())).toEqual([36, [1.5, 3, 9]]);
    const { grads } = valueAndGrad(() => scan((c, each) => [multiply(c, each), c], 1.5, x)[0], [x]);
    expect(grads[0]!).toBeClose([18, 12, 9]);
  });

  it("knows its shapes, and refuses what does not fit", () => {
    const [carry, ys] = scan((c, x) => [add(c, x), [c, sum(x)]], new KerasTensor([3]), new KerasTensor([null, 3]));
    expect(carry.shape).toEqual([3]);
    expect((ys as unknown as KerasTensor[]).map(({ shape }) => shape)).toEqual([[null, 3], [null]]);
    expect(scan((c, x) => [c, add(c, x)], 0, zeros([0, 2]))[1].shape).toEqual([0, 2]);
    expect(() => scan((c) => [c, c], 0)).toThrow("Cannot call ops.scan: `length` must be given where there is no `xs`");
    expect(() => scan((c) => [c, c], 0, [1, 2], { length: 3 })).toThrow(
      "`length` must be the size of `xs` along its first axis, 2, received 3",
    );
    expect(() => scan((c) => [c, c], 0, [1, 2], { unroll: 0 })).toThrow(
      "`unroll` must be a positive integer or a boolean",
    );
  });
});

describe("associativeScan", () => {
  it("combines what came before, for any number of elements", () => {
    for (const size of [0, 1, 2, 3, 4, 7, 8, 13]) {
      const numbers = Array.from({ length: size }, (_, i) => i + 1);
      const sums = numbers.map((_, i) => ((i + 1) * (i + 2)) / 2);
      const x = tensor(new Float32Array(numbers));
      expect(toNDArray(associativeScan((a, b) => add(a, b), x)).toArray()).toEqual(sums);
    }
  });

  it("keeps the order of what does not commute, along any axis, either way", () => {
    const turns = tensor([
      [
        [1, 1],
        [0, 1],
      ],
      [
        [1, 0],
        [2, 1],
      ],
      [
        [0, 1],
        [1, 0],
      ],
    ]);
    const all = associativeScan((a, b) => matmul(a, b), turns);
    expect(toNDArray(all).toArray()).toEqual([
      [
        [1, 1],
        [0, 1],
      ],
      [
        [3, 1],
        [2, 1],
      ],
      [
        [1, 3],
        [1, 2],
      ],
    ]);
    expect(associativeScan((a, b) => add(a, b), [[1, 2, 3]], { axis: -1, reverse: true })).toBeClose([[6, 5, 3]]);
    const [sums, products] = associativeScan(
      (a, b) => [add(a[0], b[0]), multiply(a[1], b[1])],
      [tensor([1, 2, 3]), tensor([1, 2, 3])],
    );
    expect(sums).toBeClose([1, 3, 6]);
    expect(products).toBeClose([1, 2, 6]);
    expect(associativeScan((a, b) => add(a, b), new KerasTensor([2, 4]), { axis: 1 }).shape).toEqual([2, 4]);
  });
});

describe("map", () => {
  it("takes slices of structures, and gives structures", () => {
    const { both, first } = map((x) => ({ both: add(x[0], x[1]), first: x[0] }), [tensor([1, 2]), tensor([3, 4])]);
    expect(both).toBeClose([4, 6]);
    expect(first).toBeClose([1, 2]);
    expect(map((x) => sum(x), new KerasTensor([null, 3])).shape).toEqual([null]);
    expect(map((x) => ones([2, x.shape[0]!]), zeros([0, 5])).shape).toEqual([0, 2, 5]);
    expect(() => map((x) => x, [tensor([1]), tensor([1, 2])])).toThrow(
      "the tensors of `xs` must have the same size along axis 0, received shape [[1], [2]]",
    );
  });
});

describe("branches on symbolic tensors", () => {
  it("know their shapes, which must agree", () => {
    const pred = new KerasTensor([], "bool");
    const before = memory().numTensors;
    expect(
      cond(
        pred,
        () => ones([2]),
        () => zeros([2]),
      ).shape,
    ).toEqual([2]);
    expect(switchCase(0, [(x: Tensor) => square(x)], new KerasTensor([null, 3]) as never).shape).toEqual([null, 3]);
    expect(() =>
      cond(
        pred,
        () => ones([2]),
        () => zeros([3]),
      ),
    ).toThrow("Cannot call ops.cond: `falseFn` must give the structure, shapes and dtypes of `trueFn`");
    const x = new KerasTensor([2], "float32", "x");
    expect(() =>
      cond(
        pred,
        () => square(x as never),
        () => zeros([2]),
      ),
    ).toThrow(
      "Cannot call ops.cond: `trueFn` must not use symbolic tensors of a graph: write `where`, or a layer of your own",
    );
    expect(
      trace(() =>
        cond(
          pred,
          () => square(x as never),
          () => zeros([2]),
        ),
      ).shape,
    ).toEqual([2]);
    expect(memory().numTensors).toBe(before);
  });
});

describe("customGradient", () => {
  it("takes the gradient that it is told", () => {
    const log1pexp = customGradient((x: Tensor) => {
      const e = exp(x);
      const grad = (upstream: Tensor): Tensor => multiply(upstream, subtract(5, e));
      return [add(e, 1), grad];
    });
    const x = tensor([0, 1]);
    const before = memory().numTensors;
    const { value, grads } = valueAndGrad(() => sum(log1pexp(x)), [x]);
    expect(value).toBeClose(3 + Math.E);
    expect(grads[0]!).toBeClose([4, 5 - Math.E]);
    expect(memory().numTensors - before).toBe(2);
  });

  it("takes several arguments, and gives structures", () => {
    const f = customGradient((x: Tensor, [y]: readonly [Tensor]) => [
      { both: multiply(x, y), one: square(y) },
      ([both, one]: Tensor[]) => [both!, add(one!, 1)],
    ]);
    tidy(() => {
      const [x, y] = [tensor([1, 2]), tensor([3, 4])];
      const { value, grads } = valueAndGrad(() => {
        const { both, one } = f(x, [y]);
        return sum(add(both, multiply(2, one)));
      }, [x, y]);
      expect(value).toBeClose(3 + 8 + 2 * 25);
      expect(grads[0]!).toBeClose([1, 1]);
      expect(grads[1]!).toBeClose([3, 3]);
    });
  });

  it("refuses symbolic tensors and missing gradients", () => {
    const f = customGradient((x: Tensor, y: Tensor) => [add(x, y), (upstream: Tensor) => [upstream]]);
    expect(() => f(new KerasTensor([1]) as never, 1)).toThrow("`args` must be tensors: wrap the function in a layer");
    const x = tensor([1]);
    expect(() => valueAndGrad(() => sum(f(x, x)), [x])).toThrow(
      "Cannot call ops.customGradient: `grad` must give a gradient for each of the 2 tensors, received 1",
    );
  });
});
