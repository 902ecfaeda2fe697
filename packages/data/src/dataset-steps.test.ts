import { keep, memory, NDArray, toNDArray } from "@hornbeam/core";
import { add, any, greater, multiply, tensor } from "@hornbeam/ops";
import { describe, expect, it } from "@hornbeam/testing";
import { expectTypeOf } from "vitest";
import { Dataset } from "./dataset.ts";

/** 0, 1, 2 and so on, as scalars. */
const count = (n: number) => Dataset.fromTensorSlices(NDArray.from(Array.from({ length: n }, (_, i) => i)));
const items = async (dataset: Dataset<NDArray>) => (await dataset.toArray()).map((element) => element.item());

/** 0, 1, 2 and so on, with a record of what was asked for and whether the end was called. */
function watched(n = 100) {
  const log = { made: 0, closed: 0, started: 0 };
  const dataset = Dataset.fromGenerator(function* () {
    log.started++;
    try {
      for (let i = 0; i < n; i++) {
        log.made++;
        yield i;
      }
    } finally {
      log.closed++;
    }
  });
  return { dataset, log };
}

describe("Dataset.fromGenerator", () => {
  it("calls a function once a pass", async () => {
    const { dataset, log } = watched(3);
    expect(dataset.cardinality()).toBe(null);
    expect(await dataset.toArray()).toEqual([0, 1, 2]);
    expect(await dataset.toArray()).toEqual([0, 1, 2]);
    expect(log).toEqual({ made: 6, closed: 2, started: 2 });
  });

  it("takes asynchronous generators, lists and a cardinality", async () => {
    const later = Dataset.fromGenerator(async function* () {
      yield "a";
      await Promise.resolve();
      yield "b";
    });
    expect(await later.toArray()).toEqual(["a", "b"]);
    const list = Dataset.fromGenerator(() => [1, 2, 3], { cardinality: 3 });
    expect(list.cardinality()).toBe(3);
    expect(await list.toArray()).toEqual([1, 2, 3]);
  });

  it("refuses what is no function of iterables", async () => {
    expect(() => Dataset.fromGenerator([1] as never)).toThrow(
      "Cannot make a Dataset of a generator: it must be given a function, received [1]",
    );
    expect(() => Dataset.fromGenerator(() => [], { cardinality: -1 })).toThrow(
      "Cannot make a Dataset of a generator: `cardinality` must be an integer of at least 0, received -1",
    );
    expect(() => Dataset.fromGenerator(() => [], { size: 1 } as never)).toThrow(
      "Cannot make a Dataset of a generator: unknown option `size`\nKnown options: cardinality.",
    );
    await expect(Dataset.fromGenerator(() => 5 as never).toArray()).rejects.toThrow(
      "Cannot read a Dataset of a generator: its function must give an iterable, received 5",
    );
  });
});

describe("Dataset.map and filter", () => {
  it("apply functions, which may be asynchronous, in order", async () => {
    const { dataset } = watched(5);
    expect(await dataset.map((n) => n * n).toArray()).toEqual([0, 1, 4, 9, 16]);
    expect(await dataset.map(async (n) => n + 1).toArray()).toEqual([1, 2, 3, 4, 5]);
    expect(await dataset.filter((n) => n % 2 === 0).toArray()).toEqual([0, 2, 4]);
    expect(await dataset.filter(async (n) => n > 2).toArray()).toEqual([3, 4]);
    expect(
      count(5)
        .map((x) => x.div(2))
        .cardinality(),
    ).toBe(5);
    expect(
      count(5)
        .filter(() => true)
        .cardinality(),
    ).toBe(null);
  });

  it("keep tuples as tuples", () => {
    const pairs = count(3).map((x) => [x, { x }]);
    expectTypeOf(pairs).toEqualTypeOf<Dataset<readonly [NDArray, { readonly x: NDArray }]>>();
    expectTypeOf(pairs.batch(2)).toEqualTypeOf<Dataset<[NDArray, { x: NDArray }]>>();
  });

  it("pass errors on, and close what they read", async () => {
    const { dataset, log } = watched();
    const failing = dataset.map((n) => {
      if (n === 2) throw new Error("not 2");
      return n;
    });
    await expect(failing.batch(2).prefetch(3).toArray()).rejects.toThrow("not 2");
    expect(log.closed).toBe(1);
    await expect(dataset.filter((() => 1) as never).toArray()).rejects.toThrow(
      "Cannot filter a Dataset: its test must give a boolean, received 1",
    );
    expect(() => dataset.map(5 as never)).toThrow("Cannot map a Dataset: it must be given a function, received 5");
  });
});

describe("Dataset.map and filter with tensors", () => {
  const rows = () => Dataset.fromTensorSlices({ x: NDArray.from([[1, 2], [3, 4], [5, 6]]), y: NDArray.from([0, 1, 0]) }); // biome-ignore format: one line

  it("give arrays, and leave no tensors behind", async () => {
    const scaled = rows().map(({ x, y }) => [multiply(add(x, 1), 2), { y }]);
    expectTypeOf(scaled).toEqualTypeOf<Dataset<readonly [NDArray, { readonly y: NDArray }]>>();
    const before = memory().numTensors;
    const elements = await scaled.toArray();
    expect(memory().numTensors).toBe(before);
    expect(elements.map(([x, { y }]) => [x.toArray(), y.item()])).toEqual([[[4, 6], 0], [[8, 10], 1], [[12, 14], 0]]); // biome-ignore format: one line
    const [batch] = await scaled.batch(3).toArray();
    expect(batch![0].toArray()).toEqual([[4, 6], [8, 10], [12, 14]]); // biome-ignore format: a matrix
    expect(await rows().filter(({ x }) => Boolean(toNDArray(any(greater(x, 4))).item())).map(({ x }) => x.toArray()).toArray()).toEqual([[5, 6]]); // biome-ignore format: one line
    expect(memory().numTensors).toBe(before);
  });

  it("leave tensors alone that were there before", async () => {
    const offset = tensor([10, 20]);
    const given = tensor([1]);
    const before = memory().numTensors;
    const both = await Dataset.fromGenerator(() => [given])
      .map((one) => [one, offset])
      .map(async ([one]) => [one, add(one, 1)])
      .toArray();
    expect(both.map((pair) => pair.map((each) => each.toArray()))).toEqual([[[1], [2]]]);
    const kept = await Dataset.fromGenerator(() => [given]).map(async (one) => one).toArray(); // biome-ignore format: one line
    expect(kept[0]!.toArray()).toEqual([1]);
    expect([given.isDisposed, offset.isDisposed]).toEqual([false, false]);
    expect(memory().numTensors).toBe(before);
    given.dispose();
    offset.dispose();
  });

  it("take over what an asynchronous function gives, and nothing that it still works with", async () => {
    const before = memory().numTensors;
    const later = rows().map(async ({ x }) => {
      const sum = add(x, x);
      await Promise.resolve();
      const result = multiply(sum, 2);
      sum.dispose();
      await new Promise((resolve) => setTimeout(resolve));
      return { result, held: keep(add(x, 1)) };
    });
    const held = (await later.toArray()).map(({ result, held }) => [result.toArray(), held.toArray()]);
    expect(held[2]).toEqual([[20, 24], [6, 7]]); // biome-ignore format: a pair
    expect(memory().numTensors).toBe(before + 3);
  });

  it("free what they made when they fail", async () => {
    const failing = rows().map(({ x }) => {
      add(x, 1);
      throw new Error("no");
    });
    const before = memory().numTensors;
    await expect(failing.toArray()).rejects.toThrow("no");
    expect(memory().numTensors).toBe(before);
  });
});

describe("Dataset.take, skip and repeat", () => {
  it("take the first, the others, or all several times", async () => {
    expect(await items(count(5).take(2))).toEqual([0, 1]);
    expect(await items(count(5).take(0))).toEqual([]);
    expect(await items(count(2).take(5))).toEqual([0, 1]);
    expect(await items(count(2).take(-1))).toEqual([0, 1]);
    expect(await items(count(5).skip(3))).toEqual([3, 4]);
    expect(await items(count(2).skip(3))).toEqual([]);
    expect(await items(count(2).skip(-1))).toEqual([]);
    expect(await items(count(2).repeat(2))).toEqual([0, 1, 0, 1]);
    expect(await items(count(2).repeat(0))).toEqual([]);
    expect(await items(count(2).repeat().take(5))).toEqual([0, 1, 0, 1, 0]);
    expect(await items(count(0).repeat())).toEqual([]);
  });

  it("count their elements", () => {
    expect(count(5).take(2).cardinality()).toBe(2);
    expect(count(5).take(9).cardinality()).toBe(5);
    expect(count(5).skip(2).cardinality()).toBe(3);
    expect(count(5).skip(9).cardinality()).toBe(0);
    expect(count(5).repeat(3).cardinality()).toBe(15);
    expect(count(5).repeat(0).cardinality()).toBe(0);
    expect(count(5).repeat().cardinality()).toBe(Number.POSITIVE_INFINITY);
    expect(count(5).repeat().batch(2).skip(3).cardinality()).toBe(Number.POSITIVE_INFINITY);
    expect(count(5).repeat().take(7).cardinality()).toBe(7);
    expect(count(0).repeat().cardinality()).toBe(0);
    const { dataset } = watched();
    for (const unknown of [dataset.take(2), dataset.skip(2), dataset.repeat(2), dataset.batch(2)]) {
      expect(unknown.cardinality()).toBe(null);
    }
  });

  it("ask for no more than they give", async () => {
    const { dataset, log } = watched();
    expect(await dataset.take(3).toArray()).toEqual([0, 1, 2]);
    expect(log).toEqual({ made: 3, closed: 1, started: 1 });
    expect(await dataset.take(0).toArray()).toEqual([]);
    expect(log.started).toBe(1);
  });

  it("refuse counts below -1, and to list what has no end", async () => {
    for (const [method, verb] of [
      ["take", "take of"],
      ["skip", "skip of"],
      ["repeat", "repeat"],
    ] as const) {
      // biome-ignore format: pairs
      expect(() => count(2)[method](-2)).toThrow(`Cannot ${verb} a Dataset: \`count\` must be an integer of at least -1, received -2`);
    }
    await expect(count(2).repeat().toArray()).rejects.toThrow(
      "Cannot list a Dataset: it must have an end\nWrite `take(count)` first.",
    );
  });
});

describe("Dataset.prefetch", () => {
  it("gives the same elements, and asks for some before they are needed", async () => {
    const { dataset, log } = watched(10);
    const iterator = dataset.prefetch(3)[Symbol.asyncIterator]();
    expect((await iterator.next()).value).toBe(0);
    await new Promise((resolve) => setTimeout(resolve));
    expect(log.made).toBe(4);
    await iterator.return?.();
    expect(log).toEqual({ made: 4, closed: 1, started: 1 });
    expect(await dataset.prefetch(3).toArray()).toEqual(await dataset.toArray());
    expect(await dataset.prefetch(100).toArray()).toEqual(await dataset.toArray());
  });

  it("throws an error in its turn", async () => {
    const failing = watched().dataset.map((n) => {
      if (n === 2) throw new Error("not 2");
      return n;
    });
    const seen: number[] = [];
    const read = async () => {
      for await (const n of failing.prefetch(5)) seen.push(n);
    };
    await expect(read()).rejects.toThrow("not 2");
    expect(seen).toEqual([0, 1]);
    expect(() => count(2).prefetch(0)).toThrow(
      "Cannot prefetch a Dataset: `bufferSize` must be an integer of at least 1, received 0",
    );
  });
});

describe("Dataset.zip", () => {
  it("sets elements side by side until the first end", async () => {
    const [long, short] = [watched(10), watched(2)];
    const pairs = Dataset.zip([long.dataset, { s: short.dataset }]);
    expect(await pairs.toArray()).toEqual([
      [0, { s: 0 }],
      [1, { s: 1 }],
    ]);
    expect([long.log.closed, short.log.closed]).toEqual([1, 1]);
    expectTypeOf(pairs).toEqualTypeOf<Dataset<[number, { s: number }]>>();
    expect(Dataset.zip([count(3), count(2).repeat()]).cardinality()).toBe(3);
    expect(Dataset.zip([count(3), long.dataset]).cardinality()).toBe(null);
  });

  it("closes all when one fails", async () => {
    const { dataset, log } = watched();
    const failing = Dataset.fromGenerator(function* (): Generator<number> {
      yield 0;
      throw new Error("no more");
    });
    await expect(Dataset.zip([dataset, failing]).toArray()).rejects.toThrow("no more");
    expect(log.closed).toBe(1);
  });

  it("refuses what is no Dataset", () => {
    expect(() => Dataset.zip([count(2), [1]] as never)).toThrow(
      "Cannot zip Datasets: each must be a Dataset, received 1",
    );
    expect(() => Dataset.zip([])).toThrow("Cannot zip Datasets: there must be a Dataset, received []");
  });
});

describe("Dataset", () => {
  it("closes what it reads when a reader stops", async () => {
    const { dataset, log } = watched();
    for await (const n of dataset
      .map((n) => n)
      .shuffle(3)
      .batch(2)
      .prefetch(2)
      .skip(1)) {
      expect(n.shape).toEqual([2]);
      break;
    }
    expect(log.closed).toBe(1);
  });

  it("shows itself in words", () => {
    expect(String(count(3))).toBe("[object Dataset of 3 elements]");
    expect(String(watched().dataset)).toBe("[object Dataset of unknown elements]");
  });
});
