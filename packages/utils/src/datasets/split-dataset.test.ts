import { NDArray } from "@hornbeam/core";
import { Dataset } from "@hornbeam/data";
import { expect, it } from "vitest";
import { splitDataset } from "./split-dataset.ts";

const ten = NDArray.from(Array.from({ length: 10 }, (_, i) => i));
const values = async (dataset: Dataset<NDArray>): Promise<unknown[]> => (await dataset.toArray()).map((row) => row.item()); // biome-ignore format: one line

it("gives the first elements and the last ones", async () => {
  const [left, right] = await splitDataset(ten, { leftSize: 4, rightSize: 3 });
  expect(await values(left)).toEqual([0, 1, 2, 3]);
  expect(await values(right)).toEqual([7, 8, 9]);
  expect([left.cardinality(), right.cardinality()]).toEqual([4, 3]);
});

it("takes shares, rounded as Python rounds, and lets the other part have the rest", async () => {
  const sizes = async (options: object) => (await splitDataset(ten, options)).map((part) => part.cardinality());
  expect(await sizes({ leftSize: 0.7 })).toEqual([7, 3]);
  expect(await sizes({ rightSize: 0.25 })).toEqual([8, 2]); // 2.5 to even
  expect(await sizes({ leftSize: 0.35 })).toEqual([4, 6]); // 3.5 to even
  expect(await sizes({ leftSize: 0.2, rightSize: 0.2 })).toEqual([2, 2]);
});

it("takes structures of arrays, and datasets", async () => {
  const [left] = await splitDataset({ x: NDArray.zeros([4, 2]), y: NDArray.from([1, 2, 3, 4]) }, { rightSize: 3 });
  const [{ x, y }] = (await left.toArray()) as [{ x: NDArray; y: NDArray }];
  expect([x.shape, y.item()]).toEqual([[2], 1]);
  const [, right] = await splitDataset(Dataset.fromTensorSlices(ten).skip(6), { leftSize: 0.5 });
  expect(await values(right)).toEqual([8, 9]);
});

it("draws at random by a seed: the same parts each time, which do not overlap", async () => {
  const [left, right] = await splitDataset(ten, { leftSize: 5, shuffle: true, seed: 3 });
  const drawn = [...(await values(left)), ...(await values(right))];
  expect(drawn).not.toEqual([...drawn].sort());
  expect([...drawn].sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  const [again] = await splitDataset(ten, { leftSize: 5, shuffle: true, seed: 3 });
  expect(await values(again)).toEqual(drawn.slice(0, 5));
  expect(await values(left)).toEqual(drawn.slice(0, 5));
});

it("refuses sizes that do not fit", async () => {
  const split = (options: object) => splitDataset(ten, options);
  await expect(split({})).rejects.toThrow(
    "Cannot split a dataset: at least one of `leftSize` and `rightSize` must be given, received { leftSize: null, rightSize: null }",
  );
  await expect(split({ leftSize: 6, rightSize: 6 })).rejects.toThrow(
    "Cannot split a dataset: the sum of `leftSize` and `rightSize` must not be larger than the dataset, of 10, received 12",
  );
  await expect(split({ leftSize: 0.6, rightSize: 0.6 })).rejects.toThrow("must not be larger than the dataset, of 10");
  await expect(split({ leftSize: 10 })).rejects.toThrow(
    "Cannot split a dataset: `leftSize` must be a positive integer smaller than 10, or a fraction in (0, 1), received 10",
  );
  await expect(split({ rightSize: 0.01 })).rejects.toThrow(
    "Cannot split a dataset: neither part of the 10 elements must be empty, received { left: 10, right: 0 }",
  );
  await expect(splitDataset(5 as never, { leftSize: 1 })).rejects.toThrow(
    "Cannot split a dataset: it must be arrays, a Dataset or an asynchronous iterable, received 5",
  );
});
