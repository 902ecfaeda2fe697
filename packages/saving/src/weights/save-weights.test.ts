import { memory, NDArray, ready } from "@hornbeam/core";
import { beforeAll, describe, expect, it } from "vitest";
import { type Hdf5Dataset, type Hdf5Group, readHdf5, writeHdf5 } from "../hdf5/index.ts";
import { Custom, Lookup, Plain, Stack, Unit } from "./fixtures/layers.ts";
import { saveState } from "./save-weights.ts";
import type { Saveable } from "./saveable.ts";

beforeAll(() => ready());

/** Paths of all groups of variables, with the number of datasets in each. */
function layout(root: Saveable): string[] {
  const lines: string[] = [];
  const visit = (node: Hdf5Group | Hdf5Dataset, path: string): void => {
    if (node.kind === "dataset") return;
    if (path === "vars" || path.endsWith("/vars")) lines.push(`${path} ${node.entries.size}`);
    else for (const [name, entry] of node.entries) visit(entry, path === "" ? name : `${path}/${name}`);
  };
  visit(readHdf5(writeHdf5(saveState(root).weights)), "");
  return lines.sort();
}

describe("saveState", () => {
  it("numbers layers by their class, whatever they are called, and notes the name", () => {
    const model = new Stack([new Unit(2, { name: "zeta" }), new Plain(), new Unit(1, { name: "alpha" })], "whole");
    expect(layout(model)).toEqual([
      "layers/plain_layer2d/vars 0",
      "layers/unit/vars 2",
      "layers/unit_1/vars 1",
      "vars 0",
    ]);
    const root = readHdf5(writeHdf5(saveState(model).weights));
    const vars = (path: string) =>
      path
        .split("/")
        .reduce<Hdf5Group | Hdf5Dataset | undefined>((at, name) => (at as Hdf5Group).entries.get(name), root);
    expect(vars("vars")?.attributes.get("name")).toBe("whole");
    expect(vars("layers/unit_1/vars")?.attributes.get("name")).toBe("alpha");
    expect((vars("layers/unit/vars/1") as Hdf5Dataset).read()).toMatchObject({
      dtype: "float32",
      shape: [2],
      data: Float32Array.of(2, 2),
    });
  });

  it("recurses into models, and writes what is shared where it is met first", () => {
    const shared = new Unit(1);
    const inner = new Stack([new Unit(2), shared], "inner");
    expect(layout(new Stack([inner, shared, inner, new Unit(3)]))).toEqual([
      "layers/sequential/layers/unit/vars 2",
      "layers/sequential/layers/unit_1/vars 1",
      "layers/sequential/vars 0",
      "layers/unit_1/vars 3", // the shared one has used up the first number
      "vars 0",
    ]);
  });

  it("walks the fields of a sub-classed model by name, the layers among them, and private ones last", () => {
    const model = Object.assign(new Custom(1), {
      stem: new Unit(1),
      queryDense: new Unit(2),
      blocks: [new Unit(1), new Plain()],
      heads: { b: new Unit(3), a: new Unit(1) },
      _hidden: new Unit(1),
      pairs: [[new Unit(1)], [new Unit(2)]],
    });
    expect(layout(model)).toEqual([
      // before "layers" in the alphabet: paths of their own
      "blocks/plain_layer2d/vars 0",
      "blocks/unit/vars 1",
      "heads/unit/vars 3",
      "heads/unit_1/vars 1",
      // after it: by their place among the layers, of which those above have used up numbers
      "layers/unit/vars 1",
      "layers/unit_1/vars 2",
      "layers/unit_5/vars 1",
      "layers/unit_6/vars 1",
      "layers/unit_7/vars 2",
      "vars 1",
    ]);
  });

  it("keeps lists in lists apart as containers, outside of models", () => {
    const layer = Object.assign(new Unit(0), {
      cells: [[new Unit(1)], [new Unit(2)], new Unit(1)],
      inner: new Unit(1),
    });
    expect(layout(layer)).toEqual([
      "cells/container/unit/vars 1",
      "cells/container_1/unit/vars 2",
      "cells/unit/vars 1",
      "inner/vars 1",
      "vars 0",
    ]);
  });

  it("writes the optimizer of a compiled model", () => {
    const layer = new Unit(2);
    const model = new Stack([layer]);
    model.compiled = true;
    expect(layout(model)).toContain("optimizer/vars 2");
    model.optimizer.build(layer.trainableWeights);
    expect(layout(model)).toContain("optimizer/vars 4");
    const root = readHdf5(writeHdf5(saveState(model).weights));
    const vars = (root.entries.get("optimizer") as Hdf5Group).entries.get("vars") as Hdf5Group;
    expect((vars.entries.get("0") as Hdf5Dataset).read()).toMatchObject({
      dtype: "int64",
      shape: [],
      data: BigInt64Array.of(0n),
    });
  });

  it("asks layers for state and files of their own", () => {
    const lookup = new Lookup();
    lookup.words = ["a", "ü"];
    const { weights, assets } = saveState(new Stack([lookup]));
    expect([...assets]).toEqual([["layers/lookup/words.txt", new TextEncoder().encode("a\nü")]]);
    const layers = readHdf5(writeHdf5(weights)).entries.get("layers") as Hdf5Group;
    const vars = (layers.entries.get("lookup") as Hdf5Group).entries.get("vars") as Hdf5Group;
    expect((vars.entries.get("table") as Hdf5Dataset).read().data).toEqual(Float32Array.of(2));
  });

  it("refuses to lose a weight that no field leads to", () => {
    class Hiding extends Unit {
      static override readonly className: string = "Hiding";
      readonly #inner = new Unit(1, { name: "lost" });
      constructor() {
        super(1, { name: "hiding" });
      }
      override sublayers() {
        return [this.#inner] as never;
      }
    }
    expect(() => saveState(new Hiding())).toThrow(
      'Cannot save Hiding "hiding": all its weights must be in layers that are fields of it, or in lists or records in its fields, received one that is not: Variable "lost/w0" [2] float32',
    );
  });

  it("leaves no tensor behind, and starts none", () => {
    const before = memory().numTensors;
    const model = new Stack([new Unit(2)]);
    model.layers[0]!.weights[0]!.assign(NDArray.from([5, 6]));
    saveState(model);
    model[Symbol.dispose]();
    expect(memory().numTensors).toBe(before);
  });
});
