import { checkTestSplit, checkWhole } from "../_check.ts";
import { checkOptions } from "../_options.ts";
import { base, type FetchOptions, fetchOptions, type Source } from "../_source.ts";
import { housingFrom } from "../housing/_from-npz.ts";
import type { TrainTest } from "../train-test.ts";

export interface LoadDataOptions extends FetchOptions {
  /** Share of the rows to test with, in [0, 1); 0.2 unless given. */
  readonly testSplit?: number | undefined;
  /** Seed of the order of rows, 113 unless given; the order is that of Keras. */
  readonly seed?: number | undefined;
}

/**
 * Boston housing: 506 suburbs of Boston in the 1970s, 13 features each, and the median price of a house.
 *
 * One of the features counts the share of Black residents in an engineered way; use the set to compare with other work,
 * and `californiaHousing` to learn with.
 *
 * - xTrain, xTest: `[404, 13]` and `[102, 13]`, float64
 * - yTrain, yTest: `[404]` and `[102]`, float64, prices in thousands of dollars
 *
 * @throws {OptionError} when an option is not acceptable.
 * @throws {ConfigError} when the file cannot be fetched, or is not the one that Keras names.
 * @see {@link https://keras.io/api/datasets/boston_housing/ | keras.datasets.boston_housing}
 * @example
 * const [[xTrain, yTrain], [xTest, yTest]] = await bostonHousing.loadData();
 * xTrain.shape; // [404, 13]
 */
export async function loadData(options: LoadDataOptions = {}): Promise<TrainTest> {
  return bostonHousingFrom(
    {
      origin: `${base}boston_housing.npz`,
      fileHash: "f553886a1f8d56431e820c5b82552d9d95cfcb96d1e678153f8839538947dff5",
    },
    options,
  );
}

/** Boston housing out of the archive that a source names. */
export async function bostonHousingFrom(source: Source, options: LoadDataOptions): Promise<TrainTest> {
  const action = "load Boston housing";
  checkOptions(action, options, [...fetchOptions, "testSplit", "seed"]);
  const { path = "boston_housing.npz", testSplit = 0.2, seed = 113, ...fetching } = options;
  checkTestSplit(action, testSplit);
  checkWhole(action, "seed", seed);
  return housingFrom(source, { ...fetching, path, action, testSplit, seed });
}
