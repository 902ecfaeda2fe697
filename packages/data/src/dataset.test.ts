import { NDArray, ready, toTensor } from "@hornbeam/core";
import { describe, expect, expectTypeOf, it } from "vitest";
import { Dataset } from "./dataset.ts";

/** 0, 1, 2 and so on, as scalars. */
const count = (n: number) => Dataset.fromTensorSlices(NDArray.from(Array.from({ length: n }, (_, i) => i)));
const items = async (dataset: Dataset<NDArray>) => (await dataset.toArray()).map((element) => element.item());
const lists = async (dataset: Dataset<NDArray>) => (await dataset.toArray()).map((element) => element.toArray());

describe("Dataset.fromTensorSlices", () => {
  it("gives the rows of each array of a structure", async () => {
    const x = NDArray.from([[1, 2], [3, 4], [5, 6]], "uint8"); // biome-ignore format: a matrix
    const dataset = Dataset.fromTensorSlices([{ image: x }, NDArray.from(["a", "b", "c"])]);
    expect(dataset.cardinality()).toBe(3);
    const elements = await dataset.toArray();
    expect(elements.map(([{ image }, name]) => [image.toArray(), name.item()])).toEqual([
      [[1, 2], "a"],
      [[3, 4], "b"],
      [[5, 6], "c"],
    ]);
    expect(elements[0]![0].image.dtype).toBe("uint8");
    (x.data as Uint8Array)[2] = 9;
    expect(elements[1]![0].image.toArray()).toEqual([9, 4]);
    expectTypeOf(elements).toEqualTypeOf<[{ image: NDArray }, NDArray][]>();
  });

  it("takes lists of values, typed arrays, tensors and variables for arrays", async () => {
    await ready();
    const parts = [["good", "bad"], [[1, 2], [3, 4]], Int32Array.of(5, 6), { t: toTensor([[7], [8]]) }] as const; // biome-ignore format: columns
    const elements = await Dataset.fromTensorSlices(parts).toArray();
    expectTypeOf(elements).toEqualTypeOf<[NDArray, NDArray, NDArray, { t: NDArray }][]>();
    const [words, pairs, integers, { t }] = elements[1]!;
    expect([words.item(), pairs.toArray(), integers.item(), t.toArray()]).toEqual(["bad", [3, 4], 6, [8]]);
    expect([words.dtype, integers.dtype]).toEqual(["string", "int32"]);
    parts[3].t.dispose();
  });

  it("takes a flat list for one array, and the outermost list of lists for the parts of elements", async () => {
    const one = await Dataset.fromTensorSlices([1, 2, 3]).toArray();
    expect(one.map((row) => row.item())).toEqual([1, 2, 3]);
    const pairs = await Dataset.fromTensorSlices([[1, 2], [3, 4]]).toArray(); // biome-ignore format: columns
    expect(pairs.map(([x, y]) => [x!.item(), y!.item()])).toEqual([[1, 3], [2, 4]]); // biome-ignore format: rows
  });

  it("can be read again", async () => {
    const dataset = count(3);
    expect(await items(dataset)).toEqual([0, 1, 2]);
    expect(await items(dataset)).toEqual([0, 1, 2]);
    expect(await items(count(0))).toEqual([]);
  });

  it("refuses arrays of different lengths, and what is no array", () => {
    const refused = (structure: unknown, message: string) =>
      expect(() => Dataset.fromTensorSlices(structure as NDArray)).toThrow(
        `Cannot make a Dataset of slices: ${message}`,
      );
    refused(
      [NDArray.zeros([3]), { y: NDArray.zeros([2, 1]) }],
      "the array at [1].y must have the 3 rows of the array at [0], received shape [2, 1]",
    );
    refused([() => 1], "the array at [0] must be an array, received a function");
    refused(NDArray.from(1), "the array must have an axis, received shape []");
    refused([], "the structure must hold an array, received []");
    refused(null, "the array must be an array, received null");
  });
});

describe("Dataset.batch", () => {
  it("stacks elements, the last batch with what is left", async () => {
    const dataset = count(5).batch(2);
    expect(dataset.cardinality()).toBe(3);
    expect(await lists(dataset)).toEqual([[0, 1], [2, 3], [4]]);
    const full = count(5).batch(2, { dropRemainder: true });
    expect(full.cardinality()).toBe(2);
    expect(await lists(full)).toEqual([[0, 1], [2, 3]]); // biome-ignore format: batches
    expect(await lists(count(4).batch(2).batch(2))).toEqual([[[0, 1], [2, 3]]]); // biome-ignore format: batches
  });

  it("stacks structures, and numbers, booleans and strings too", async () => {
    const pairs = Dataset.fromTensorSlices([NDArray.zeros([3, 4], "uint8"), NDArray.from(["a", "b", "c"])]).batch(2);
    expectTypeOf(pairs).toEqualTypeOf<Dataset<[NDArray, NDArray]>>();
    const [[x, y]] = (await pairs.toArray()) as [[NDArray, NDArray]];
    expect(String(x)).toBe("NDArray [2, 4] uint8");
    expect(y.toArray()).toEqual(["a", "b"]);
    const values = Dataset.fromGenerator(function* () {
      yield { n: 0.5, yes: true, big: 2n };
      yield { n: 1, yes: false, big: 3n };
    }).batch(2);
    const [record] = await values.toArray();
    expect(Object.values(record!).map(String)).toEqual([
      "NDArray [2] float32",
      "NDArray [2] bool",
      "NDArray [2] int64",
    ]);
    expect(record!.n.toArray()).toEqual([0.5, 1]);
  });

  it("refuses elements that do not fit each other", async () => {
    const refused = async (elements: unknown[], message: string) =>
      expect(
        Dataset.fromGenerator(() => elements)
          .batch(2)
          .toArray(),
      ).rejects.toThrow(`Cannot batch elements: ${message}`);
    await refused(
      [[NDArray.zeros([2])], [NDArray.zeros([3])]],
      "their values at [0] must have the shape [2] of the first, received shape [3]",
    );
    await refused(
      [NDArray.zeros([2]), NDArray.zeros([2], "int32")],
      "they must be arrays of dtype float32, received NDArray [2] int32",
    );
    await refused([NDArray.zeros([2]), 5], "they must be arrays of dtype float32, received 5");
    await refused([{ a: 1 }, { b: 1 }], "they must have one structure, received { b: 1 }");
    await refused([[1, 2], [1]], "they must have one structure, received [1]");
    await refused([{ a: [1] }, { a: { 0: 1 } }], "their values at .a must have one structure, received { 0: 1 }");
    await refused([1, "a"], 'they must be of type number, received "a"');
    await refused([[null]], "their values at [0] must be arrays, numbers, booleans or strings, received null");
  });

  it("refuses sizes and options that it cannot follow", () => {
    expect(() => count(2).batch(0)).toThrow(
      "Cannot batch a Dataset: `batchSize` must be an integer of at least 1, received 0",
    );
    expect(() => count(2).batch(1, { drop: true } as never)).toThrow(
      "Cannot batch a Dataset: unknown option `drop`\nKnown options: dropRemainder.",
    );
  });
});

describe("Dataset.shuffle", () => {
  const sorted = (list: unknown[]) => [...list].sort((a, b) => Number(a) - Number(b));

  it("gives each element once, in the order of its seed", async () => {
    const order = await items(count(100).shuffle(100, { seed: 7 }));
    expect(sorted(order)).toEqual(await items(count(100)));
    expect(order).not.toEqual(await items(count(100)));
    expect(await items(count(100).shuffle(100, { seed: 7 }))).toEqual(order);
    expect(await items(count(100).shuffle(100, { seed: 8 }))).not.toEqual(order);
    expect(await items(count(100).shuffle(100))).not.toEqual(await items(count(100).shuffle(100)));
    expect(count(100).shuffle(100).cardinality()).toBe(100);
  });

  it("has another order in each pass unless told otherwise, and the same passes for a seed", async () => {
    const dataset = count(50).shuffle(50, { seed: 7 });
    const passes = [await items(dataset), await items(dataset)];
    expect(passes[1]).not.toEqual(passes[0]);
    expect(sorted(passes[1]!)).toEqual(sorted(passes[0]!));
    const same = count(50).shuffle(50, { seed: 7 });
    expect([await items(same), await items(same)]).toEqual(passes);
    const twice = await items(count(50).shuffle(50, { seed: 7 }).repeat(2));
    expect(twice).toEqual(passes.flat());
    const fixed = count(50).shuffle(50, { seed: 7, reshuffleEachIteration: false });
    expect([await items(fixed), await items(fixed)]).toEqual([passes[0], passes[0]]);
    const unseeded = count(50).shuffle(50, { reshuffleEachIteration: false });
    expect(await items(unseeded)).toEqual(await items(unseeded));
  });

  it("draws from a buffer: no element comes earlier than the buffer lets it", async () => {
    expect(await items(count(5).shuffle(1))).toEqual([0, 1, 2, 3, 4]);
    const order = (await items(count(200).shuffle(10, { seed: 1 }))) as number[];
    for (const [at, element] of order.entries()) expect(element).toBeLessThan(at + 10);
    expect(order).not.toEqual(sorted(order));
  });

  it("puts each element in each place about as often", async () => {
    const counts = Array.from({ length: 4 }, () => [0, 0, 0, 0]);
    const dataset = count(4).shuffle(4, { seed: 5 });
    for (let pass = 0; pass < 4000; pass++) {
      for (const [at, element] of (await items(dataset)).entries()) counts[element as number]![at]!++;
    }
    // six standard errors of a count of 1000 in 4000 are 164
    for (const row of counts) for (const times of row) expect(Math.abs(times - 1000)).toBeLessThan(164);
  });

  it("refuses sizes and seeds that it cannot follow", () => {
    expect(() => count(2).shuffle(0)).toThrow(
      "Cannot shuffle a Dataset: `bufferSize` must be an integer of at least 1, received 0",
    );
    expect(() => count(2).shuffle(2, { seed: 0.5 })).toThrow(
      "Cannot shuffle a Dataset: `seed` must be an integer of at least ",
    );
    expect(() => count(2).shuffle(2, { reshuffle: true } as never)).toThrow(
      "Cannot shuffle a Dataset: unknown option `reshuffle`\nKnown options: seed, reshuffleEachIteration.",
    );
  });
});

describe("Dataset", () => {
  it("is what fit reads: batches of x and y, in a pass of their own each time", async () => {
    const x = NDArray.from([[0, 0], [1, 1], [2, 2], [3, 3]]); // biome-ignore format: a matrix
    const y = NDArray.from([0, 10, 20, 30], "int32");
    const dataset = Dataset.fromTensorSlices([x, y]).shuffle(4, { seed: 3 }).batch(2).prefetch(1);
    for (let epoch = 0; epoch < 3; epoch++) {
      const labels: unknown[] = [];
      for await (const [xs, ys] of dataset) {
        expect(xs.shape).toEqual([2, 2]);
        expect(ys.dtype).toBe("int32");
        ys.toArray();
        for (const row of [0, 1]) expect(Number(ys.data[row])).toBe(10 * Number(xs.data[2 * row]));
        labels.push(...(ys.data as Int32Array));
      }
      expect(labels.sort()).toEqual([0, 10, 20, 30]);
    }
  });
});
