import { clearSession, KerasTensor, nodeOf } from "@hornbeam/core";
import { beforeEach, describe, expect, expectTypeOf, it } from "@hornbeam/testing";
import { Input } from "./input.ts";
import { InputLayer } from "./input-layer.ts";

describe("Input", () => {
  beforeEach(() => clearSession());

  it("gives a symbolic tensor with the batch axis before its shape", () => {
    expect(Input({ shape: [28, 28] }).shape).toEqual([null, 28, 28]);
    expect(Input({ shape: [3], batchSize: 4 }).shape).toEqual([4, 3]);
    expect(Input({ batchShape: [2, null, 3] }).shape).toEqual([2, null, 3]);
    expect(Input({ shape: [] }).shape).toEqual([null]);
    expect(Input({ shape: [2], dtype: "int32" }).dtype).toBe("int32");
  });
  it("comes from an InputLayer of its name, which has no weights", () => {
    const input = Input({ shape: [3], name: "wide" });
    expect(input.name).toBe("wide");
    const { operation, nodeIndex, tensorIndex } = input.history!;
    expect(operation).toBeInstanceOf(InputLayer);
    expect([operation.name, nodeIndex, tensorIndex]).toEqual(["wide", 0, 0]);
    expect(nodeOf(input)).toMatchObject({ inputs: [], outputs: [input] });
    const layer = operation as InputLayer;
    expect([layer.built, layer.weights, layer.countParams()]).toEqual([true, [], 0]);
  });
  it("numbers the layers that have no name", () => {
    expect([Input({ shape: [1] }), Input({ shape: [1] })].map((input) => input.history!.operation.name)).toEqual([
      "input_layer",
      "input_layer_1",
    ]);
  });
  it("takes a tensor that is there", () => {
    const given = new KerasTensor([null, 7], "int32");
    const input = Input({ tensor: given });
    expect(input).toBe(given);
    expect(input.history!.operation.getConfig()).toMatchObject({ batch_shape: [null, 7], dtype: "int32" });
  });

  it("writes the config that Keras writes, and reads it", () => {
    const layer = new InputLayer({ shape: [8, 5], name: "input" });
    const config = {
      batch_shape: [null, 8, 5],
      dtype: "float32",
      sparse: false,
      ragged: false,
      name: "input",
      optional: false,
    };
    expect(Object.entries(layer.getConfig())).toEqual(Object.entries(config));
    const again = InputLayer.fromConfig({ ...config, dtype: "int32" });
    expect(again.getConfig()).toEqual({ ...config, dtype: "int32" });
    expect(again.output.shape).toEqual([null, 8, 5]);
  });

  it("refuses shapes that are missing or said twice", () => {
    const message =
      "Cannot create InputLayer: exactly one of `shape` (with or without `batchSize`), `batchShape` and `tensor` must be given";
    expect(() => Input()).toThrow(`${message}, received options []`);
    expect(() => Input({ shape: [2], batchShape: [null, 2] })).toThrow(
      `${message}, received options ["shape", "batchShape"]`,
    );
    expect(() => Input({ batchSize: 2, batchShape: [2, 2] })).toThrow(message);
    expect(() => Input({ shape: [2, -1] })).toThrow(
      "Cannot create InputLayer: `shape` must be a list of sizes or null, received [2, -1]",
    );
    expect(() => Input({ shape: [2], sparse: true })).toThrow(
      "Cannot create InputLayer: `sparse` must be false: all tensors are dense here, received true",
    );
  });

  it("is typed", () => {
    expectTypeOf(Input({ shape: [2, null] })).toEqualTypeOf<KerasTensor>();
    // @ts-expect-error a shape is a list
    () => Input({ shape: 3 });
  });
});
