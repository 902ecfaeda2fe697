import { NDArray, ready } from "@hornbeam/core";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { refusalOf } from "../hdf5/fixtures/refusal-of.ts";
import { type Hdf5Group, hdf5Dataset, hdf5Group, readHdf5, writeHdf5 } from "../hdf5/index.ts";
import { bytesOf } from "../image/file-image.ts";
import { Stack, Unit, valuesOf } from "../weights/fixtures/layers.ts";
import { isLegacy, legacyOptimizerState, loadLegacy, readLegacyConfigs } from "./load-legacy.ts";
import { saveLegacy } from "./save-legacy.ts";
import { readTextList } from "./text-lists.ts";

beforeAll(() => ready());
afterEach(() => vi.restoreAllMocks());

const configs = { modelConfig: '{"class_name": "Sequential"}' };
const saved = (model: Stack) => readHdf5(bytesOf(saveLegacy(model, configs)));
const filled = (count: number, value: number, name: string) => {
  const unit = new Unit(count, { name });
  for (const weight of unit.weights)
    weight.assign(new NDArray(new Float32Array(weight.size).fill(value), weight.shape));
  return unit;
};
const group = (parent: Hdf5Group, ...path: string[]) =>
  path.reduce<Hdf5Group>((at, name) => at.entries.get(name) as Hdf5Group, parent);

describe("saveLegacy", () => {
  it("lays weights out by the names of layers and variables, those that are trained first", () => {
    const layer = filled(3, 4, "first");
    layer.weights[0]!.trainable = false;
    const model = new Stack([layer, new Unit(0, { name: "none" })], "m");
    model.optimizer.build(layer.trainableWeights);
    const bytes = saveLegacy(model, {
      ...configs,
      trainingConfig: "{}",
      optimizerVariables: model.optimizer.variables,
    });
    const root = readHdf5(bytesOf(bytes));
    expect(isLegacy(root)).toBe(true);
    expect(readLegacyConfigs(root)).toEqual({ modelConfig: configs.modelConfig, trainingConfig: "{}" });
    expect([root.attributes.get("backend"), root.attributes.get("keras_version")]).toEqual(["tensorflow", "3.15.1"]);
    const weights = group(root, "model_weights");
    expect(readTextList(weights, "layer_names")).toEqual(["first", "none"]);
    expect([...weights.entries.keys()].sort()).toEqual(["first", "none", "top_level_model_weights"]);
    expect(readTextList(group(weights, "first"), "weight_names")).toEqual(["first/w1", "first/w0", "first/w2"]);
    expect([...group(weights, "first", "first").entries.keys()].sort()).toEqual(["w0", "w1", "w2"]);
    expect(readTextList(group(weights, "none"), "weight_names")).toEqual([]);
    expect(Object.keys(legacyOptimizerState(root)!)).toEqual(["0", "1", "2"]);
    expect(readTextList(group(root, "optimizer_weights"), "weight_names")![0]).toMatch(/^steps.*\/iteration$/);
  });

  it("gives a number to a path that is there already", () => {
    const inner = new Stack([filled(1, 1, "same"), filled(1, 2, "same")], "inner");
    const root = saved(new Stack([inner]));
    expect(readTextList(group(root, "model_weights", "inner"), "weight_names")).toEqual(["same/w0", "same/w0_1"]);
    const to = new Stack([new Stack([new Unit(1), new Unit(1)])]);
    loadLegacy(to, root);
    expect(to.weights.map(valuesOf)).toEqual([
      [1, 1],
      [2, 2],
    ]);
  });

  it("has no group for an optimizer that is not there", () => {
    expect(legacyOptimizerState(saved(new Stack([])))).toBeUndefined();
  });
});

describe("loadLegacy", () => {
  const from = () => saved(new Stack([filled(1, 5, "a"), new Unit(0, { name: "plain" }), filled(2, 6, "b")], "m"));

  it("fills layers in their order, whatever they are called, and passes over those without weights", () => {
    const to = new Stack([new Unit(0), new Unit(1), new Unit(2)]);
    loadLegacy(to, from());
    expect(to.weights.map(valuesOf)).toEqual([
      [5, 5],
      [6, 6],
      [6, 6],
    ]);
  });

  it("fills layers by their names, and leaves the others alone", () => {
    const to = new Stack([new Unit(2, { name: "b" }), new Unit(3, { name: "c" }), new Unit(1, { name: "a" })], "m");
    loadLegacy(to, from(), { byName: true });
    expect(to.weights.map(valuesOf)).toEqual([
      [6, 6],
      [6, 6],
      [1, 1],
      [2, 2],
      [3, 3],
      [5, 5],
    ]);
  });

  it("reads files of weights alone", () => {
    const weights = group(from(), "model_weights");
    const file = readHdf5(writeHdf5(weights));
    const to = new Stack([new Unit(1), new Unit(2)]);
    loadLegacy(to, file);
    expect(to.weights.map(valuesOf)).toEqual([
      [5, 5],
      [6, 6],
      [6, 6],
    ]);
  });

  it("refuses another number of layers, of weights, and another shape, and changes nothing then", () => {
    const to = (...layers: Unit[]) => new Stack(layers, "to");
    expect(refusalOf(() => loadLegacy(to(new Unit(1)), from()))).toBe(
      'Cannot load the weights of Sequential "to": layer count mismatch: it expects 1 layers with weights, received a file that has 2',
    );
    expect(refusalOf(() => loadLegacy(to(new Unit(1), new Unit(3, { name: "three" })), from()))).toBe(
      'Cannot load the weights of Unit "three": weight count mismatch: it expects 3 weights, received a file that has 2',
    );
    const first = new Unit(1);
    expect(refusalOf(() => loadLegacy(to(first, new Unit(2, { name: "wide", size: 5 })), from()))).toBe(
      'Cannot load the weights of Unit "wide": weight "wide/w0" must have shape [5], received a value of shape [2]',
    );
    expect(valuesOf(first.weights[0])).toEqual([1, 1]);
  });

  it("passes over what does not fit where it is told to", () => {
    const warn = vi.spyOn(console, "warn").mockImplementation(() => undefined);
    const to = new Stack([new Unit(1), new Unit(2, { name: "broad", size: 5 })]);
    loadLegacy(to, from(), { skipMismatch: true });
    expect(valuesOf(to.weights[0])).toEqual([5, 5]);
    expect(valuesOf(to.weights[1])).toEqual([1, 1, 1, 1, 1]);
    expect(warn).toHaveBeenCalledTimes(2);
  });

  it.each(["/secret/w", "../a/w", "", "a//w"])("refuses the path %j of a weight", (path) => {
    const layer = hdf5Group([], [["weight_names", { dtype: "string", shape: [1], data: [path] }]]);
    const names: [string, { dtype: "string"; shape: number[]; data: string[] }] = [
      "layer_names",
      { dtype: "string", shape: [1], data: ["a"] },
    ];
    const file = readHdf5(
      writeHdf5(
        hdf5Group(
          [
            ["a", layer],
            ["secret", hdf5Group([["w", hdf5Dataset(NDArray.from([1]))]])],
          ],
          [names],
        ),
      ),
    );
    expect(refusalOf(() => loadLegacy(new Stack([new Unit(1)], "m"), file))).toBe(
      `Cannot read the weights of Sequential "m": the path of a weight must stay within its layer, it leads outside, received ${JSON.stringify(path)}`,
    );
  });

  it("refuses a file that lacks what it lists", () => {
    const names: [string, { dtype: "string"; shape: number[]; data: string[] }] = [
      "layer_names",
      { dtype: "string", shape: [1], data: ["gone"] },
    ];
    const read = (file: Uint8Array) => refusalOf(() => loadLegacy(new Stack([new Unit(1)], "m"), readHdf5(file)));
    expect(read(writeHdf5(hdf5Group([], [names])))).toBe(
      'Cannot read the weights of Sequential "m": a group must be there, it is missing, received "gone"',
    );
    expect(read(writeHdf5(hdf5Group()))).toBe(
      'Cannot read the weights of Sequential "m": it must have the attribute "layer_names", which is missing',
    );
  });
});
