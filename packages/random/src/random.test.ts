import {
  KerasTensor,
  memory,
  NDArray,
  SeedGenerator,
  setRandomSeed,
  type Tensor,
  toNDArray,
  toTensor,
  trace,
  valueAndGrad,
} from "@hornbeam/core";
import { multiply, sum } from "@hornbeam/ops";
import { describe, expect, it } from "@hornbeam/testing";
import {
  beta,
  binomial,
  categorical,
  dropout,
  gamma,
  normal,
  randint,
  shuffle,
  truncatedNormal,
  uniform,
} from "./index.ts";

const count = 20_000;

/** Mean and standard deviation of many numbers, which are freed. */
function moments(tensor: Tensor): { mean: number; std: number; least: number; most: number } {
  const data = toNDArray(tensor, "float64").data as Float64Array;
  tensor.dispose();
  const mean = data.reduce((all, x) => all + x, 0) / data.length;
  const std = Math.sqrt(data.reduce((all, x) => all + (x - mean) ** 2, 0) / data.length);
  return { mean, std, least: data.reduce((a, b) => Math.min(a, b)), most: data.reduce((a, b) => Math.max(a, b)) };
}

/** Within six standard errors of what the distribution has. */
function expectMoments(found: { mean: number; std: number }, mean: number, std: number): void {
  expect(Math.abs(found.mean - mean)).toBeLessThan((6 * std) / Math.sqrt(count));
  expect(Math.abs(found.std - std)).toBeLessThan((12 * std) / Math.sqrt(count));
}

describe("seeds", () => {
  // the numbers are those of another implementation, in Python
  it("give the same numbers each time, the same everywhere", () => {
    expect(uniform([3], { seed: 7 })).toBeClose(toNDArray(uniform([3], { seed: 7 })), { atol: 0, rtol: 0 });
    expect(uniform([4], { seed: 0 })).toBeClose([0.41845709, 0.60049903, 0.31468171, 0.75339121]);
    expect(normal([4], { seed: 0 })).toBeClose([-0.20584214, 0.25463916, -0.48262301, 0.68520025]);
  });

  it("differ by all of their bits", () => {
    const draws = [0, 1, 2 ** 31, 2 ** 40, 2 ** 40 + 1].map((seed) => toNDArray(uniform([2], { seed })).toArray());
    expect(new Set(draws.map(String)).size).toBe(draws.length);
  });

  it("of a generator change with each draw", () => {
    const [one, two] = [new SeedGenerator({ seed: 3 }), new SeedGenerator({ seed: 3 })];
    const [first, second, again] = [one, one, two].map((seed) => toNDArray(normal([3], { seed })));
    expect(again!.equals(first!)).toBe(true);
    expect(second!.equals(first!)).toBe(false);
  });

  it("follow the program's seed where none is given", () => {
    setRandomSeed(5);
    const first = toNDArray(normal([3]));
    const second = toNDArray(normal([3]));
    setRandomSeed(5);
    expect(toNDArray(normal([3])).equals(first)).toBe(true);
    expect(second.equals(first)).toBe(false);
  });

  it("must be whole numbers or generators", () => {
    expect(() => normal([2], { seed: "abc" as never })).toThrow(
      'Cannot call random.normal: `seed` must be an integer, a SeedGenerator or null, received "abc"',
    );
  });
});

describe("distributions", () => {
  it("uniform stays in its range, upper end excluded", () => {
    const found = moments(uniform([count], { minval: -2, maxval: 5, seed: 1 }));
    expectMoments(found, 1.5, 7 / Math.sqrt(12));
    expect(found.least).toBeGreaterThanOrEqual(-2);
    expect(found.most).toBeLessThan(5);
    // the range has two float32 numbers only
    const near = moments(uniform([1000], { minval: 1, maxval: 1 + 2 ** -23, seed: 1 }));
    expect(near.most).toBe(1);
  });

  it("normal and truncated normal have their moments", () => {
    expectMoments(moments(normal([count], { mean: 3, stddev: 0.5, seed: 2 })), 3, 0.5);
    const cut = moments(truncatedNormal([count], { stddev: 2, seed: 2 }));
    expectMoments(cut, 0, 2 * 0.87962566);
    expect(Math.max(-cut.least, cut.most)).toBeLessThanOrEqual(4);
    expect(cut.most).toBeGreaterThan(3.95);
  });

  it("randint reaches both ends, and only whole numbers", () => {
    const found = moments(randint([count], -5, 3, { seed: 3 }));
    expect(found).toMatchObject({ least: -5, most: 2 });
    expect(randint([2], 0, 2, { dtype: "float32", seed: 1 }).dtype).toBe("float32");
    const wide = moments(randint([count], -(2 ** 31), 2 ** 31, { seed: 3 }));
    expect(wide.least).toBeLessThan(-(2 ** 31) * 0.99);
    expect(wide.most).toBeGreaterThan(2 ** 31 * 0.99);
  });

  it("gamma, beta and binomial have their moments", () => {
    expectMoments(moments(gamma([count], 2, { seed: 4 })), 2, Math.SQRT2);
    expectMoments(moments(gamma([count], 0.5, { seed: 4 })), 0.5, Math.sqrt(0.5));
    expectMoments(moments(beta([count], 2, 5, { seed: 5 })), 2 / 7, Math.sqrt(10 / 392));
    expectMoments(moments(binomial([count], 10, 0.3, { seed: 6 })), 3, Math.sqrt(2.1));
    expectMoments(moments(binomial([count], 10, 0.8, { seed: 6 })), 8, Math.sqrt(1.6));
    expect(binomial([2], 3, [0, 1])).toBeClose([0, 3]);
  });

  it("beta is all or nothing, each as often, where its parameters are tiny", () => {
    const draws = Array.from(toNDArray(beta([2000], 1e-6, 1e-6, { seed: 3 })).data, Number);
    expect(draws.every((draw) => draw < 1e-6 || draw > 1 - 1e-6)).toBe(true);
    expect(Math.abs(draws.filter((draw) => draw > 0.5).length - 1000)).toBeLessThan(120);
  });

  it("take parameters that broadcast", () => {
    const rows = toNDArray(gamma([2, count], [[1], [9]], { seed: 7 }));
    expectMoments(moments(toTensor(rows.at(0))), 1, 1);
    expectMoments(moments(toTensor(rows.at(1))), 9, 3);
  });

  it("categorical draws classes by their logits", () => {
    const draws = toNDArray(categorical([[Math.log(0.2), Math.log(0.8)]], count, { seed: 8 }));
    expect(draws.shape).toEqual([1, count]);
    expect(draws.dtype).toBe("int32");
    expectMoments(moments(toTensor(draws)), 0.8, 0.4);
    expect(categorical([[0, Number.NEGATIVE_INFINITY]], 3)).toBeClose([[0, 0, 0]]);
  });
});

describe("dropout", () => {
  it("drops its share and scales the rest", () => {
    const found = toNDArray(dropout(NDArray.zeros([count]).add(1), 0.25, { seed: 9 })).data as Float32Array;
    const zeros = found.filter((x) => x === 0).length / count;
    expect(Math.abs(zeros - 0.25)).toBeLessThan(6 * Math.sqrt(0.1875 / count));
    expect(new Set(found)).toEqual(new Set([0, Math.fround(4 / 3)]));
  });

  it("shares the choice along axes of noise size 1", () => {
    const rows = toNDArray(dropout(NDArray.zeros([50, 4]).add(1), 0.5, { noiseShape: [null, 1], seed: 1 }));
    for (const row of rows) expect(new Set(row.data as Float32Array).size).toBe(1);
  });

  it("passes gradients through what it keeps", () => {
    const x = toTensor([1, 2, 3, 4]);
    const { grads } = valueAndGrad(() => sum(multiply(dropout(x, 0.5, { seed: 2 }), 1)), [x]);
    expect(grads[0]).toBeClose(toNDArray(dropout([1, 1, 1, 1], 0.5, { seed: 2 })));
  });

  it("keeps everything at rate 0 and nothing at rate 1", () => {
    expect(dropout([1, 2], 0)).toBeClose([1, 2]);
    expect(dropout([1, 2], 1)).toBeClose([0, 0]);
    expect(() => dropout([1], 1.5)).toThrow(
      "Cannot call random.dropout: `rate` must be a number in [0, 1], received 1.5",
    );
    expect(() => dropout([1, 2], 0.5, { noiseShape: [3] })).toThrow("`noiseShape` must broadcast to [2], received [3]");
  });
});

describe("shuffle", () => {
  it("changes the order of slices and nothing else", () => {
    const x = NDArray.from(Array.from({ length: 20 }, (_, i) => [i, -i]));
    const rows = toNDArray(shuffle(x, { seed: 1 })).toArray() as number[][];
    expect(rows.toSorted((a, b) => a[0]! - b[0]!)).toEqual(x.toArray());
    expect(rows).not.toEqual(x.toArray());
  });
});

describe("all of them", () => {
  it("leave no tensors but their result", () => {
    const before = memory().numTensors;
    const made = [uniform([2]), normal([2]), randint([2], 0, 9), gamma([2], [1, 2]), beta([2], 1, [2, 3])];
    made.push(binomial([2], 3, [0.5, 0.1]), categorical([[0, 1]], 2), dropout([1, 2], 0.5), shuffle([1, 2]));
    expect(memory().numTensors - before).toBe(made.length);
    for (const tensor of made) tensor.dispose();
  });

  it("have a shape for sizes that are not known, and draw nothing, where only shapes are learnt", () => {
    const x = new KerasTensor([null, 3]) as unknown as Tensor;
    const seed = new SeedGenerator({ seed: 1 });
    const before = seed.state.numpy().toArray();
    const made = trace(() => [
      ...[uniform, normal, truncatedNormal].map((draw) => draw([null, 2], { seed })),
      ...[randint([null, 2], 0, 9, { seed }), gamma([null, 2], 1, { seed }), beta([2, null], 1, 2, { seed })],
      ...[binomial([null], 3, 0.5, { seed }), categorical(x, 4, { seed }), shuffle(x, { seed })],
    ]);
    const [a, b, c] = [[null, 2], [2, null], [null]]; // biome-ignore format: shapes
    expect(made.map(({ shape }) => shape)).toEqual([a, a, a, a, a, b, c, [null, 4], [null, 3]]);
    expect(made[3]!.dtype).toBe("int32");
    expect(seed.state.numpy().toArray()).toEqual(before);
    expect(() => normal([null, 2])).toThrow("`shape` must be a list of known sizes, received [null, 2]");
    seed[Symbol.dispose]();
  });

  it("refuse shapes and parameters that make no sense", () => {
    expect(() => uniform([2, -1])).toThrow(
      "Cannot call random.uniform: `shape` must be a list of known sizes, received [2, -1]",
    );
    expect(() => normal([2], { stddev: -1 })).toThrow("`stddev` must be a non-negative number, received -1");
    expect(() => gamma([2], 0)).toThrow("Cannot call random.gamma: `alpha` must be above 0, received 0");
    expect(() => gamma([2], [1, 2, 3])).toThrow("`alpha` must broadcast to [2], received shape [3]");
    expect(() => randint([2], 3, 3)).toThrow("must be 32-bit integers, the second one larger, received [3, 3]");
    expect(() => binomial([2], 1.5, 0.5)).toThrow("`counts` must be non-negative integers, received 1.5");
    expect(() => categorical([1, 2], 3)).toThrow("logits must have the shape [batch, classes], received shape [2]");
  });
});
