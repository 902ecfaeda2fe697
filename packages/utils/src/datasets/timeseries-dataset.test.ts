import { NDArray } from "@hornbeam/core";
import { expect, it } from "vitest";
import { timeseriesDatasetFromArray } from "./timeseries-dataset.ts";

const steps = (n: number) => NDArray.from(Array.from({ length: n }, (_, i) => i));

it("slides a window over a series", async () => {
  const [batch, ...rest] = await timeseriesDatasetFromArray(steps(5), null, 3).toArray();
  expect(batch!.toArray()).toEqual([[0, 1, 2], [1, 2, 3], [2, 3, 4]]); // biome-ignore format: a table
  expect(rest).toEqual([]);
});

it("strides, samples, begins and ends where it is told", async () => {
  const options = { sequenceStride: 2, samplingRate: 3, startIndex: 1, endIndex: 9, batchSize: null };
  const windows = await timeseriesDatasetFromArray(steps(10), null, 2, options).toArray();
  expect(windows.map((window) => window.toArray())).toEqual([[1, 4], [3, 6], [5, 8]]); // biome-ignore format: a table
});

it("puts the target of its first step beside each window", async () => {
  const targets = NDArray.from([[0], [10], [20], [30]], "int32");
  const dataset = timeseriesDatasetFromArray(NDArray.zeros([8, 2]), targets, 3, { batchSize: 3 });
  expect(dataset.cardinality()).toBe(2);
  const batches = await dataset.toArray();
  expect(batches.map(([x]) => x.shape)).toEqual([[3, 3, 2], [1, 3, 2]]); // biome-ignore format: shapes
  expect(batches.map(([, y]) => y.toArray())).toEqual([[[0], [10], [20]], [[30]]]);
  expect(batches[0]![1].dtype).toBe("int32");
});

it("mixes windows by a seed, and keeps their targets", async () => {
  const options = { shuffle: true, seed: 1, batchSize: null };
  const pairs = await timeseriesDatasetFromArray(steps(50), steps(50), 2, options).toArray();
  const firsts = pairs.map(([x]) => x.at(0).item());
  expect(pairs.map(([, y]) => y.item())).toEqual(firsts);
  expect(firsts).not.toEqual(steps(49).toArray());
  expect([...firsts].sort((a, b) => Number(a) - Number(b))).toEqual(steps(49).toArray());
  const again = await timeseriesDatasetFromArray(steps(50), steps(50), 2, options).toArray();
  expect(again.map(([, y]) => y.item())).toEqual(firsts);
});

it("takes the steps of a window among its options", async () => {
  const [batch] = await timeseriesDatasetFromArray(steps(3), null, { sequenceLength: 2, batchSize: 1 }).toArray();
  expect(batch!.toArray()).toEqual([[0, 1]]);
});

it("is empty where no window fits", async () => {
  expect(await timeseriesDatasetFromArray([1, 2], null, 3).toArray()).toEqual([]);
});

it("refuses what lies outside of the data", () => {
  const make =
    (options: object, length = 2) =>
    () =>
      timeseriesDatasetFromArray(steps(4), null, length, options);
  const words = "Cannot make a dataset of a time series: ";
  expect(make({ startIndex: 9 })).toThrow(`${words}\`startIndex\` must be an integer in [0, 4), received 9`);
  expect(make({ startIndex: 2, endIndex: 2 })).toThrow(`${words}\`endIndex\` must be an integer in [3, 4), received 2`);
  expect(make({ samplingRate: 4 })).toThrow(`${words}\`samplingRate\` must be an integer in [1, 4), received 4`);
  expect(make({ format: "grain" })).toThrow(`${words}\`format\` must be "tf", received "grain"`);
  expect(make({}, 0)).toThrow(`${words}\`sequenceLength\` must be an integer of at least 1, received 0`);
  expect(() => timeseriesDatasetFromArray(5, null, 2)).toThrow(
    `${words}\`data\` must have steps along its first axis, received shape []`,
  );
});
