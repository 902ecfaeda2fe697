import { memory, NDArray, ready } from "@hornbeam/core";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { hdf5Dataset, hdf5Group, readHdf5, writeHdf5 } from "../hdf5/index.ts";
import { Custom, Lookup, Stack, Unit, valuesOf } from "./fixtures/layers.ts";
import { hasOptimizerState, loadState } from "./load-weights.ts";
import { saveState } from "./save-weights.ts";
import type { Saveable } from "./saveable.ts";

beforeAll(() => ready());
afterEach(() => vi.restoreAllMocks());

const saved = (root: Saveable) => readHdf5(writeHdf5(saveState(root).weights));
const fill = (unit: Unit, value: number) => {
  for (const weight of unit.weights)
    weight.assign(new NDArray(new Float32Array(weight.size).fill(value), weight.shape));
  return unit;
};

describe("loadState", () => {
  it("gives weights back by place, whatever layers are called", () => {
    const from = new Stack([fill(new Unit(2), 7), new Stack([fill(new Unit(3), 9)])]);
    const [first, inner] = [new Unit(2, { name: "other" }), new Unit(3)];
    loadState(new Stack([first, new Stack([inner])]), saved(from));
    expect(first.weights.flatMap(valuesOf)).toEqual([7, 7, 7, 7]);
    expect(inner.weights.flatMap(valuesOf)).toEqual([9, 9, 9, 9, 9, 9]);
  });

  it("gives sub-classed models theirs", () => {
    const make = (value: number) =>
      Object.assign(new Custom(1), { stem: fill(new Unit(1), value), blocks: [fill(new Unit(2), value + 1)] });
    const to = make(0);
    loadState(to, saved(make(3)));
    expect([valuesOf(to.stem.weights[0]), valuesOf(to.blocks[0]!.weights[1])]).toEqual([
      [3, 3],
      [4, 4],
    ]);
  });

  it("copies nothing: weights stand in the file's bytes until they are used", () => {
    const bytes = writeHdf5(saveState(new Stack([fill(new Unit(1), 7)])).weights);
    const to = new Unit(1);
    loadState(new Stack([to]), readHdf5(bytes));
    expect(to.weights[0]!.value.dataSync()).toEqual(Float32Array.of(7, 7)); // from here on they have a place of their own
    bytes.fill(0);
    expect(valuesOf(to.weights[0])).toEqual([7, 7]);
  });

  it("restores the optimizer, and starts it afresh with a warning where the file has less", () => {
    const warn = vi.spyOn(console, "warn").mockImplementation(() => undefined);
    const make = (built: boolean) => {
      const layer = new Unit(2);
      const model = new Stack([layer]);
      model.compiled = true;
      if (built) model.optimizer.build(layer.trainableWeights);
      return model;
    };
    const from = make(true);
    from.optimizer.learningRate = 0.25;
    from.optimizer.iterations.assign(new NDArray(BigInt64Array.of(12n), [], "int64"));
    from.optimizer.variables[3]!.assign(NDArray.from([3, 4]));
    const to = make(true);
    loadState(to, saved(from));
    expect(to.optimizer.learningRate).toBe(0.25);
    expect(to.optimizer.iterations.numpy().data).toEqual(BigInt64Array.of(12n));
    expect(valuesOf(to.optimizer.variables[3])).toEqual([3, 4]);
    expect(warn).not.toHaveBeenCalled();

    const fresh = make(true);
    loadState(fresh, saved(make(false)));
    expect(warn).toHaveBeenCalledTimes(1);
    expect(warn.mock.calls[0]?.[0]).toMatch(
      /^Skipping the variables of Steps "steps.*": it has 4, the saved optimizer 2\.$/,
    );
    expect(valuesOf(fresh.optimizer.variables[3])).toEqual([0, 0]);
    expect([hasOptimizerState(saved(from)), hasOptimizerState(saved(make(false)))]).toEqual([true, false]);
  });

  it("hands layers their own state and files, and lets them finish", () => {
    const from = new Lookup();
    from.words = ["a", "b", "c"];
    const { weights, assets } = saveState(new Stack([from]));
    const files = new Map([...assets].map(([name, bytes]) => [name, () => bytes]));
    const to = new Lookup();
    loadState(new Stack([to]), readHdf5(writeHdf5(weights)));
    expect([to.words, to.finalized]).toEqual([["?", "?", "?"], 1]);
    loadState(new Stack([to]), readHdf5(writeHdf5(weights)), { assets: files });
    expect([to.words, to.finalized]).toEqual([["a", "b", "c"], 2]);
  });

  it("finds a shared layer under the path that another walk gave it", () => {
    const shared = new Unit(1);
    const file = readHdf5(
      writeHdf5(
        hdf5Group([
          ["vars", hdf5Group()],
          ["first", hdf5Group([["vars", hdf5Group()]])],
          ["second", hdf5Group([["vars", hdf5Group([["0", hdf5Dataset(NDArray.from([8, 8]))]])]])],
        ]),
      ),
    );
    loadState(Object.assign(new Unit(0), { first: shared, second: shared }), file);
    expect(valuesOf(shared.weights[0])).toEqual([8, 8]);
  });
});

describe("loadState refuses", () => {
  it("another number of variables, and another shape, and changes nothing then", () => {
    const first = fill(new Unit(1, { name: "first" }), 5);
    const second = new Unit(2, { name: "second" });
    const to = new Stack([first, second], "to");
    expect(() => loadState(to, saved(new Stack([new Unit(1), new Unit(3)])))).toThrow(
      'Cannot load the weights of Unit "second": it expects 2 variables (w0, w1), received a file that has 3',
    );
    expect(() => loadState(to, saved(new Stack([new Unit(1), new Unit(2, { size: 3 })])))).toThrow(
      'Cannot load the weights of Unit "second": variable 0 ("second/w0") must have shape [2], received a value of shape [3]',
    );
    expect(valuesOf(first.weights[0])).toEqual([5, 5]);
  });

  it("says how many objects do not fit", () => {
    const to = new Stack([new Unit(1, { name: "a" }), new Unit(2, { name: "b" })], "to");
    expect(() => loadState(to, saved(new Stack([])))).toThrow(
      'Cannot load the weights of Unit "a": it expects 1 variables (w0), received a file that has 0\n2 objects could not be loaded: Unit "a", Unit "b".',
    );
  });

  it.each([
    ["a group for a value", hdf5Group([["0", hdf5Group()]]), '"0" in "vars" must be a dataset, received "a group"'],
    [
      "another name",
      hdf5Group([["x", hdf5Dataset(NDArray.from([1, 2]))]]),
      'it must have the dataset "0", which is missing',
    ],
    [
      "texts",
      hdf5Group([["0", hdf5Dataset({ dtype: "string", shape: [2], data: ["a", "b"] })]]),
      'the datatype of "vars/0" must be a number, received "string"',
    ],
    ["a value for a group", hdf5Dataset(NDArray.from([1])), '"vars" must be a group, received "a dataset"'],
  ])("%s", (_, vars, message) => {
    const file = readHdf5(writeHdf5(hdf5Group([["vars", vars]])));
    expect(() => loadState(new Unit(1, { name: "u" }), file)).toThrow(
      `Cannot read the weights of Unit "u": ${message}`,
    );
  });

  it("nothing of that where mismatches are to be passed over", () => {
    const warn = vi.spyOn(console, "warn").mockImplementation(() => undefined);
    const [first, second] = [new Unit(1, { name: "p" }), new Unit(2, { name: "q" })];
    loadState(new Stack([first, second]), saved(new Stack([fill(new Unit(1), 6), new Unit(3)])), {
      skipMismatch: true,
    });
    expect([valuesOf(first.weights[0]), valuesOf(second.weights[0])]).toEqual([
      [6, 6],
      [1, 1],
    ]);
    expect(warn.mock.calls).toEqual([
      [
        'Passed over what does not fit. Cannot load the weights of Unit "q": it expects 2 variables (w0, w1), received a file that has 3',
      ],
    ]);
  });
});

it("leaves no tensor behind", () => {
  const file = saved(new Stack([new Unit(2)]));
  const to = new Stack([new Unit(2)]);
  for (const weight of to.weights) weight.value;
  const before = memory().numTensors;
  loadState(to, file);
  expect(memory().numTensors).toBe(before);
  to[Symbol.dispose]();
});
