import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { clearSession, memory, NDArray, type Tensor, toNDArray } from "@hornbeam/core";
import { Dataset } from "@hornbeam/data";
import { Dense, Normalization, StringLookup } from "@hornbeam/layers";
import { beforeEach, describe, expect, it } from "@hornbeam/testing";
import { vi } from "vitest";
import { Model } from "../model.ts";
import { loadModel, loadModelFromBytes } from "../saving/load-model.ts";
import { saveModelToBytes } from "../saving/save-model.ts";
import { FeatureSpace } from "./feature-space.ts";

beforeEach(() => clearSession());
const rowsOf = (x: Tensor): unknown => toNDArray(x).toArray();
const table = {
  age: [20, 30, 40, 50],
  job: ["smith", "baker", "smith", "clerk"],
  floor: [1, 2, 3, 1],
};
const space = (options: object = {}) =>
  new FeatureSpace({
    features: { age: "float_normalized", job: "string_categorical", floor: "integer_categorical" },
    ...options,
  });

describe("FeatureSpace", () => {
  it("puts columns side by side in the order of their names", async () => {
    const people = space();
    await people.adapt(table, { verbose: 0 });
    // floor: unknown, 1, then 3 and 2, of which the larger comes first; age: (x - 35) / √125; job: smith, clerk, baker
    const row = people({ age: 35, job: "smith", floor: 2 });
    expect(row).toBeClose([0, 0, 0, 0, 1, 0, 1, 0, 0]);
    expect(people({ age: [35, 46.1803398875], job: ["none", "clerk"], floor: [9, 1] })).toBeClose([
      [0, 1, 0, 0, 0, 1, 0, 0, 0],
      [1, 0, 1, 0, 0, 0, 0, 1, 0],
    ]);
  });

  it("leaves no tensors behind but what it gives", async () => {
    const people = space();
    await people.adapt(table, { verbose: 0 });
    people(table).dispose();
    const before = memory().numTensors;
    people(table).dispose();
    expect(memory().numTensors).toBe(before);
  });

  it("learns the same from columns, datasets, batches and what can be read only once", async () => {
    const wanted = { age: [25], job: ["baker"], floor: [3] };
    const columns = {
      age: NDArray.from(table.age),
      job: NDArray.from(table.job),
      floor: NDArray.from(table.floor, "int32"),
    };
    const once = function* () {
      for (let i = 0; i < 4; i++) yield { age: table.age[i], job: table.job[i], floor: table.floor[i] };
    };
    const dataset = Dataset.fromTensorSlices(columns);
    const sources = [table, columns, dataset, dataset.batch(3), once(), [columns]];
    const made = [];
    for (const source of sources) {
      const people = space();
      await people.adapt(source, { verbose: 0 });
      made.push(rowsOf(people(wanted)));
    }
    for (const one of made) expect(one).toEqual(made[0]);
  });

  it("draws one bar for all that its features learn, and ends at a signal", async () => {
    let text = "";
    const write = vi.spyOn(process.stdout, "write").mockImplementation((part) => {
      text += String(part);
      return true;
    });
    vi.spyOn(performance, "now").mockReturnValue(1000);
    const dataset = Dataset.fromTensorSlices({ age: NDArray.from(table.age), job: NDArray.from(table.job), floor: NDArray.from(table.floor) }); // biome-ignore format: one line
    try {
      await space().adapt(table);
      await space().adapt(dataset, { verbose: 2 });
      await space().adapt(dataset.filter(() => true).batch(2), { verbose: 1 });
      await space().adapt(dataset, { verbose: 0 });
      await new FeatureSpace({ features: { age: "float" } }).adapt(table);
    } finally {
      write.mockRestore();
      vi.restoreAllMocks();
    }
    const bar = "━".repeat(20);
    expect(text).toBe(`3/3 ${bar} 0s 0s/step\n12/12 - 0s - 0s/step\n6/6 ${bar} 0s 0s/step\n`);
    const signal = AbortSignal.abort(new Error("enough"));
    await expect(space().adapt(dataset, { verbose: 0, signal })).rejects.toThrow("enough");
    await expect(space({ name: "people" }).adapt(table, { steps: 1 } as object)).rejects.toThrow(
      'Cannot adapt FeatureSpace "people": unknown option `steps`',
    );
  });

  it("crosses columns, and keeps all apart where asked", async () => {
    const people = new FeatureSpace({
      features: {
        a: FeatureSpace.stringCategorical({ outputMode: "int" }),
        b: FeatureSpace.stringCategorical({ outputMode: "int" }),
      },
      crosses: [["a", "b"], FeatureSpace.cross({ featureNames: ["b", "a"], crossingDim: 4, outputMode: "int" })],
      crossingDim: 16,
      outputMode: "dict",
    });
    await people.adapt({ a: ["p", "q"], b: ["r", "s"] }, { verbose: 0 });
    const made = people<Record<string, Tensor>>({ a: ["p", "q"], b: ["s", "s"] });
    expect(Object.keys(made)).toEqual(["a", "b", "a_X_b", "b_X_a"]);
    expect(made["a"]).toBeClose([[2], [1]]);
    // the bins are those of Keras 3.15
    const ones = (rowsOf(made["a_X_b"]!) as number[][]).map((row) => row.indexOf(1));
    expect([ones, made["a_X_b"]!.shape, made["b_X_a"]!.dtype]).toEqual([[4, 9], [2, 16], "int32"]); // biome-ignore format: one line
  });

  it("takes every kind, and features of one's own", async () => {
    const preprocessor = new StringLookup({ vocabulary: ["x", "y"] });
    const all = new FeatureSpace({
      features: {
        a: "float",
        b: FeatureSpace.floatRescaled({ scale: 2, offset: 1 }),
        c: FeatureSpace.floatDiscretized({ numBins: null, binBoundaries: [0, 10] }),
        d: FeatureSpace.integerHashed({ numBins: 3 }),
        e: "string_hashed",
        f: FeatureSpace.feature({ dtype: "string", preprocessor, outputMode: "one_hot" }),
      },
      hashingDim: 5,
    });
    // nothing to learn: it can be called at once
    const row = rowsOf(all({ a: 7, b: 4, c: 3, d: 1, e: "word", f: "y" })) as number[];
    expect(row.slice(0, 5)).toEqual([7, 9, 0, 1, 0]);
    expect(row.length).toBe(1 + 1 + 3 + 3 + 5 + 3);
    expect(row.slice(-3)).toEqual([0, 0, 1]);
    expect(row.slice(5).reduce((sum, one) => sum + one, 0)).toBe(3);
  });

  it("stands in front of a model, or apart from it", async () => {
    const people = space();
    await people.adapt(table, { verbose: 0 });
    const encoded = people.getEncodedFeatures();
    expect([encoded.shape, encoded.dtype]).toEqual([[null, 9], "float32"]);
    const outputs = new Dense({ units: 1, kernelInitializer: "ones" })(encoded);
    const onNumbers = new Model({ inputs: encoded, outputs });
    const onRows = new Model({ inputs: people.getInputs(), outputs });
    const rows = {
      age: NDArray.from([[35]]),
      job: NDArray.from([["smith"]]),
      floor: NDArray.from([[1]], "int32"),
    };
    expect((await onRows.predict(rows)) as NDArray).toBeClose([[2]]); // a 1 for the floor, one for the job
    expect((await onNumbers.predict(toNDArray(people(rows)))) as NDArray).toBeClose([[2]]);
  });

  it("comes back from a file with what it has learned", async () => {
    const people = space({ crosses: [["floor", "job"]], crossingDim: 4 });
    await people.adapt(table, { verbose: 0 });
    const folder = await mkdtemp(join(tmpdir(), "space-"));
    try {
      await people.save(join(folder, "people.keras"));
      const again = await loadModel<FeatureSpace>(join(folder, "people.keras"));
      expect(again).toBeInstanceOf(FeatureSpace);
      expect(rowsOf(again(table))).toEqual(rowsOf(people(table)));
      expect(again.getConfig()).toEqual(people.getConfig());
    } finally {
      await rm(folder, { recursive: true });
    }
    const bytes = await saveModelToBytes(people);
    expect(rowsOf((await loadModelFromBytes<FeatureSpace>(bytes))(table))).toEqual(rowsOf(people(table)));
    await expect(saveModelToBytes(people, { format: "h5" })).rejects.toThrow(
      'Cannot save FeatureSpace "feature_space": the format must be `keras`: the legacy one is for models, received "h5"',
    );
  });

  it("has the config that Keras writes", () => {
    const config = new FeatureSpace({ features: { r: "float_rescaled" }, crosses: null }).getConfig();
    expect(config).toMatchObject({
      output_mode: "concat",
      crosses: [],
      crossing_dim: 32,
      hashing_dim: 32,
      num_discretization_bins: 32,
      features: {
        r: {
          module: "keras.src.layers.preprocessing.feature_space",
          class_name: "Feature",
          registered_name: "Feature",
          config: {
            dtype: "float32",
            output_mode: "float",
            preprocessor: { module: "keras.layers", class_name: "Rescaling" },
          },
        },
      },
    });
    expect(config).not.toHaveProperty("name");
  });

  it("refuses to be called before it has learned, and other columns", async () => {
    const people = space({ name: "people" });
    expect(() => people(table)).toThrow(
      'Cannot call FeatureSpace "people": you need to call `.adapt(dataset)` on the FeatureSpace before you can start using it',
    );
    await expect(people.adapt({ age: [1] })).rejects.toThrow(
      'Cannot adapt FeatureSpace "people": there must be a column "job", received columns ["age"]',
    );
    await people.adapt(table, { verbose: 0 });
    expect(() => people({ age: [1], job: ["smith"] })).toThrow(
      'Cannot call FeatureSpace "people": there must be the columns "age", "job", "floor", and no others, received ["age", "job"]',
    );
    expect(() => people({ ...table, job: [1, 2, 3, 4] })).toThrow(
      'Cannot call FeatureSpace "people" with column "job": the column must hold strings, received dtype "float32"',
    );
    expect(() => people({ ...table, age: ["a", "b", "c", "d"] })).toThrow(
      'Cannot call FeatureSpace "people" with column "age": the column must hold numbers, received dtype "string"',
    );
    expect(() => people([1] as never)).toThrow(
      'Cannot call FeatureSpace "people": the input must be a record of columns',
    );
  });

  it("refuses unknown kinds, crosses of unknown columns, and what cannot be put side by side", () => {
    expect(() => new FeatureSpace({ features: {} })).toThrow(
      "Cannot create FeatureSpace: `features` must be a record with a feature for each column, received {}",
    );
    expect(() => new FeatureSpace({ features: { a: "text" as never } })).toThrow("a feature for each column");
    expect(() => new FeatureSpace({ features: { a: "float" }, crosses: [["a", "b"]] })).toThrow(
      'Cannot create FeatureSpace: all features referenced in `crosses` must be present in `features`, received ["a", "b"]',
    );
    expect(() => FeatureSpace.stringHashed({ numBins: 2, bins: 3 } as never)).toThrow(
      "Cannot make a feature of kind string_hashed: unknown option `bins`\nKnown options: numBins, outputMode, name.",
    );
    const integers = new FeatureSpace({
      features: { a: FeatureSpace.stringHashed({ numBins: 2, outputMode: "int" }) },
      name: "i",
    });
    expect(() => integers({ a: "x" })).toThrow(
      'Cannot build FeatureSpace "i": feature "a" must be encoded to be put beside others, received dtype "int64"\nUse `outputMode: "dict"`.',
    );
    const preprocessor = new Normalization({ mean: 0, variance: 1 });
    const own = new FeatureSpace({
      features: { a: FeatureSpace.feature({ dtype: "float32", preprocessor, outputMode: "one_hot" }) },
    });
    expect(() => own({ a: 1 })).toThrow(
      'Cannot encode feature "a": with `outputMode: "one_hot"`, its preprocessor must return an integer dtype, received dtype "float32"',
    );
  });
});
