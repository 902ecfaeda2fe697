import { defineLayer, positiveInteger, type Tensor } from "@hornbeam/core";
import { describe, expect, it } from "vitest";
import { Dense, Dropout, deserialize, LSTM, serialize, TimeDistributed } from "./index.ts";

class Twice extends defineLayer("Twice", { times: positiveInteger(2) }) {
  override call(x: Tensor): Tensor {
    return x;
  }
}

describe("layers.serialize and layers.deserialize", () => {
  it("write what Keras writes, and read it again", () => {
    const layer = new Dense({ units: 3, activation: "relu", kernelRegularizer: "l2", name: "head" });
    const written = serialize(layer);
    expect(written).toMatchObject({
      module: "keras.layers",
      class_name: "Dense",
      registered_name: null,
      config: { name: "head", units: 3, activation: "relu", kernel_regularizer: { class_name: "L2" } },
    });
    const again = deserialize(JSON.parse(JSON.stringify(written)));
    expect(again).toBeInstanceOf(Dense);
    expect(serialize(again)).toEqual(written);
  });

  it("read layers in layers", () => {
    const written = serialize(new TimeDistributed({ layer: new LSTM({ units: 2 }) }));
    expect(serialize(deserialize(written))).toEqual(written);
  });

  it("read classes that are passed", () => {
    const written = serialize(new Twice({ times: 3 }));
    expect((deserialize(written, { customObjects: { Twice } }) as Twice).times).toBe(3);
    expect(deserialize({ class_name: "Dropout", config: { rate: 0.5 } })).toBeInstanceOf(Dropout);
  });

  it("refuse unknown classes, and what is no layer", () => {
    expect(() => deserialize({ class_name: "DenseNet2000", config: {} })).toThrow(
      'Cannot read a config: the class must be known, received "DenseNet2000"',
    );
    expect(() => deserialize("dense")).toThrow('Cannot read a config: it must describe a layer, received "dense"');
  });
});
