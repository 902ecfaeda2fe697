import { OptionError, refusal } from "@hornbeam/core";
import { checkTestSplit, checkWhole } from "../_check.ts";
import { checkOptions } from "../_options.ts";
import { base, type FetchOptions, fetchOptions, type Source } from "../_source.ts";
import { housingFrom } from "../housing/_from-npz.ts";
import type { TrainTest } from "../train-test.ts";

export interface LoadDataOptions extends FetchOptions {
  /** `"large"`, all 20,640 districts, unless given; `"small"`, the first 600. */
  readonly version?: "large" | "small" | undefined;
  /** Share of the rows to test with, in [0, 1); 0.2 unless given. */
  readonly testSplit?: number | undefined;
  /** Seed of the order of rows, 113 unless given; the order is that of Keras. */
  readonly seed?: number | undefined;
}

const smallRows = 600;

/**
 * California housing: 20,640 districts in the census of 1990, and the median price of a house.
 *
 * Features are longitude, latitude, median age, rooms, bedrooms, people, households and median income; most are far
 * from 1, so normalize them.
 *
 * - xTrain, xTest: `[16512, 8]` and `[4128, 8]`, float32
 * - yTrain, yTest: `[16512]` and `[4128]`, float32, dollars
 *
 * @throws {OptionError} when an option is not acceptable.
 * @throws {ConfigError} when the file cannot be fetched, or is not the one that Keras names.
 * @see {@link https://keras.io/api/datasets/california_housing/ | keras.datasets.california_housing}
 * @example
 * const [[xTrain, yTrain], [xTest, yTest]] = await californiaHousing.loadData({ version: "small" });
 * xTrain.shape; // [480, 8]
 */
export async function loadData(options: LoadDataOptions = {}): Promise<TrainTest> {
  return californiaHousingFrom(
    {
      origin: `${base}california_housing.npz`,
      fileHash: "1a2e3a52e0398de6463aebe6f4a8da34fb21fbb6b934cf88c3425e766f2a1a6f",
    },
    options,
  );
}

/** California housing out of the archive that a source names. */
export async function californiaHousingFrom(source: Source, options: LoadDataOptions): Promise<TrainTest> {
  const action = "load California housing";
  checkOptions(action, options, [...fetchOptions, "version", "testSplit", "seed"]);
  const { path = "california_housing.npz", version = "large", testSplit = 0.2, seed = 113, ...fetching } = options;
  if (version !== "large" && version !== "small") {
    const expected = '`version` must be "small" or "large"';
    throw refusal(OptionError, { action, option: "version", expected, received: version });
  }
  checkTestSplit(action, testSplit);
  checkWhole(action, "seed", seed);
  const rows = version === "small" ? smallRows : undefined;
  return housingFrom(source, { ...fetching, path, action, testSplit, seed, rows });
}
