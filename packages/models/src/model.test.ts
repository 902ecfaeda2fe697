import {
  clearSession,
  getMask,
  type KerasTensor,
  memory,
  NDArray,
  ready,
  scope,
  type Tensor,
  toNDArray,
  toTensor,
} from "@hornbeam/core";
import { Add, concatenate, Dense, Dropout, Embedding, Input } from "@hornbeam/layers";
import * as ops from "@hornbeam/ops";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { Model } from "./model.ts";
import { cloneModel } from "./serialization/clone-model.ts";
import { modelFromJSON } from "./serialization/text.ts";

const ones = (...shape: number[]) => new NDArray(new Float32Array(shape.reduce((a, b) => a * b, 1)).fill(1), shape);
function wideAndDeep() {
  const wide = Input({ shape: [5], name: "wide_input" });
  const deep = Input({ shape: [6], name: "deep_input" });
  const hidden1 = new Dense({ units: 3, activation: "relu", name: "hidden_1" })(deep);
  const hidden2 = new Dense({ units: 3, activation: "relu", name: "hidden_2" })(hidden1);
  const main = new Dense({ units: 1, name: "main" })(concatenate([wide, hidden2]));
  const aux = new Dense({ units: 1, name: "aux" })(hidden2);
  return { wide, deep, hidden1, hidden2, main, aux, model: new Model({ inputs: [wide, deep], outputs: [main, aux] }) };
}

describe("Model", () => {
  beforeAll(() => ready());
  beforeEach(() => clearSession());

  it("lists layers from the inputs to the outputs, in Keras' order", () => {
    const { model } = wideAndDeep();
    // as model.layers of the same program in Keras 3.15
    expect(model.layers.map(({ name }) => name)).toEqual([
      "deep_input",
      "hidden_1",
      "wide_input",
      "hidden_2",
      "concatenate",
      "main",
      "aux",
    ]);
    expect([model.name, model.outputNames, model.inputs.length]).toEqual(["functional", ["main", "aux"], 2]);
  });

  it("computes on lists, and on records by the names of its Inputs", async () => {
    using model = wideAndDeep().model;
    const [main, aux] = await model.predict([ones(2, 5), ones(2, 6)]);
    expect([main.shape, aux.shape]).toEqual([
      [2, 1],
      [2, 1],
    ]);
    const [again] = await model.predict({ deep_input: ones(2, 6), wide_input: ones(2, 5) });
    expect(again.equals(main)).toBe(true);
  });

  it("keeps the structure of its outputs", async () => {
    const x = Input({ shape: [2] });
    using model = new Model({ inputs: { x }, outputs: { b: ops.add(x, 1), a: [ops.multiply(x, 2)] } });
    const { a, b } = await model.predict({ x: ones(1, 2) });
    expect([Object.keys({ a, b }), a[0].toArray(), b.toArray()]).toEqual([["a", "b"], [[2, 2]], [[2, 2]]]);
  });

  it("takes a list of one output for that output, as Keras does", async () => {
    const x = Input({ shape: [2] });
    const model = new Model({ inputs: [x], outputs: [ops.multiply(x, 2)] });
    const prediction = await model.predict(new NDArray(Float32Array.of(1, 2), [1, 2]), { verbose: 0 });
    expect(prediction.toArray()).toEqual([[2, 4]]);
    expect(model.outputs).toHaveLength(1);
    expect(model.getConfig()["output_layers"]).toEqual([["multiply", 0, 0]]);
  });

  it("finds layers by name and place", () => {
    const { model, hidden2 } = wideAndDeep();
    expect(model.getLayer("hidden_2").output).toBe(hidden2);
    expect(model.getLayer({ index: -1 }).name).toBe("aux");
    expect(() => model.getLayer("hidden_3")).toThrow(
      'Cannot get a layer of Model "functional": the layer must exist, received "hidden_3"\nIts layers are "deep_input", "hidden_1"',
    );
    expect(() => model.getLayer({})).toThrow(
      'Cannot get a layer of Model "functional": either a name or an index must be given',
    );
  });

  it("names the input that is out of reach", () => {
    const { wide, main } = wideAndDeep();
    expect(() => new Model({ inputs: wide, outputs: main })).toThrow(
      'Cannot create Model "functional_1": every output must be connected to the inputs alone, received outputs that also need "deep_input"\nAdd "deep_input" to `inputs`, or choose outputs that do not need it.',
    );
  });

  it("is made of the first or the last part of another, sharing its layers", async () => {
    const { deep, hidden1, hidden2, model } = wideAndDeep();
    const prefix = new Model({ inputs: deep, outputs: hidden2 });
    const suffix = new Model({ inputs: hidden1, outputs: hidden2 });
    expect(prefix.layers.map(({ name }) => name)).toEqual(["deep_input", "hidden_1", "hidden_2"]);
    const between = await new Model({ inputs: deep, outputs: hidden1 }).predict(ones(1, 6));
    const whole = await prefix.predict(ones(1, 6));
    expect((await suffix.predict(between)).equals(whole)).toBe(true);
    model[Symbol.dispose]();
  });

  it("calls a shared layer in both places with the same weights", async () => {
    const x = Input({ shape: [2] });
    const shared = new Dense({ units: 2, kernelInitializer: "ones" });
    using model = new Model({ inputs: x, outputs: new Add()([shared(x), shared(shared(x))]) });
    expect([model.countParams(), (await model.predict(ones(1, 2))).toArray()]).toEqual([6, [[6, 6]]]);
  });

  it("uses the whole model inside another as one layer", async () => {
    const inner = wideAndDeep().model;
    const a = Input({ shape: [5] });
    const b = Input({ shape: [6] });
    const [main] = inner([a, b]) as KerasTensor[];
    using outer = new Model({ inputs: [a, b], outputs: main! });
    expect(outer.layers.length).toBe(3);
    expect(
      (await outer.predict([ones(1, 5), ones(1, 6)])).equals((await inner.predict([ones(1, 5), ones(1, 6)]))[0]),
    ).toBe(true);
  });

  it("hands masks from layer to layer", () => {
    const x = Input({ shape: [3], dtype: "int32" });
    const embedded = new Embedding({ inputDim: 5, outputDim: 2, maskZero: true })(x);
    expect(getMask(embedded)?.shape).toEqual([null, 3]);
  });

  it("lets the mode of a call stand above that in which its graph was made", async () => {
    const x = Input({ shape: [64] });
    using model = new Model({ inputs: x, outputs: new Dropout({ rate: 0.5, seed: 1 })(x, { training: true }) });
    expect((await model.predict(ones(1, 64))).equals(ones(1, 64))).toBe(true);
    using _ = scope();
    const trained = toNDArray(model(toTensor(ones(1, 64)), { training: true }) as Tensor);
    expect(new Set(trained.data as Float32Array)).toEqual(new Set([0, 2]));
  });

  it("freezes at every level", () => {
    const { model } = wideAndDeep();
    model.getLayer("hidden_1").trainable = false;
    expect([model.trainableWeights.length, model.nonTrainableWeights.length]).toEqual([6, 2]);
    model.trainable = false;
    expect(model.trainableWeights).toEqual([]);
    model.trainable = true;
    expect(model.trainableWeights.length).toBe(8);
  });

  it("adds or drops a last axis of 1 where that makes an input fit", async () => {
    const scalar = Input({ shape: [1] });
    using wants1 = new Model({ inputs: scalar, outputs: ops.multiply(scalar, 2) });
    expect((await wants1.predict(ones(3))).shape).toEqual([3, 1]);
    const row = Input({ shape: [2] });
    using wants2 = new Model({ inputs: row, outputs: ops.multiply(row, 2) });
    expect((await wants2.predict(ones(3, 2, 1))).shape).toEqual([3, 2]);
  });

  it("comes back from its config with shared layers, ops and structures", async () => {
    const x = Input({ shape: [4], name: "x" });
    const shared = new Dense({ units: 4, name: "shared" });
    const y = ops.mean(ops.concatenate([shared(x), ops.multiply(shared(shared(x)), 0.5)]), -1);
    using model = new Model({ inputs: x, outputs: { y } });
    using again = Model.fromConfig(model.getConfig());
    expect(again.getConfig()).toEqual(model.getConfig());
    again.setWeights(model.getWeights());
    const [one, two] = [await model.predict(ones(2, 4)), await again.predict(ones(2, 4))];
    expect(two.y.equals(one.y)).toBe(true);
  });

  it("goes through JSON as Keras writes it", () => {
    const { model } = wideAndDeep();
    const written = JSON.parse(model.toJSON());
    expect([written.module, written.class_name, written.registered_name, written.build_config]).toEqual([
      "keras.src.models.functional",
      "Functional",
      "Functional",
      { input_shape: null },
    ]);
    expect(modelFromJSON(model.toJSON()).getConfig()).toEqual(model.getConfig());
  });

  it("writes the calls of ops as Keras does: dots in an index, tolerances, and what it found in a file", () => {
    const x = Input({ shape: [3, 2], name: "x" });
    const first = ops.getItem(x, ["...", 0]);
    const close = ops.isclose(first, ops.pad(first, [[0, 0], [0, 0]]), { rtol: 0.5 }); // biome-ignore format: a matrix
    const config = JSON.parse(new Model({ inputs: x, outputs: close, name: "m" }).toJSON());
    const call = (name: string) =>
      config.config.layers.find((layer: { name: string }) => layer.name === name).inbound_nodes[0];
    expect(call("get_item").args[1]).toEqual([{ class_name: "__ellipsis__", config: {} }, 0]);
    expect(call("isclose").args.slice(2)).toEqual([0.5, 1e-8]);
    call("pad").kwargs.constant_values = null; // as Keras has it
    const again = modelFromJSON(JSON.stringify(config));
    expect(JSON.parse(again.toJSON())).toEqual(config);
    const near = again(ops.convertToTensor([[[1, 9], [2, 9], [4, 9]]])); // biome-ignore format: a matrix
    expect(toNDArray(near).toArray()).toEqual([[true, true, true]]);
    near.dispose();
  });

  it("is cloned with new weights", () => {
    const { model } = wideAndDeep();
    const copy = cloneModel(model);
    expect(copy.getConfig()).toEqual(model.getConfig());
    expect(copy.weights[0]).not.toBe(model.weights[0]);
  });

  it("refuses what is no graph", () => {
    const tensor = toTensor([[1]]);
    expect(() => new Model({ inputs: tensor as never, outputs: tensor as never })).toThrow(
      "Cannot create Model: all `inputs` must be symbolic tensors (KerasTensor), received a tensor of shape [1, 1] and dtype float32",
    );
    const x = Input({ shape: [1] });
    const twice = new Dense({ units: 1, name: "same" })(new Dense({ units: 1, name: "same" })(x));
    expect(() => new Model({ inputs: x, outputs: twice, name: "m" })).toThrow(
      'Cannot create Model "m": the names of layers and ops must be unique, received more than one named "same"',
    );
    tensor.dispose();
  });

  it("refuses inputs that do not fit, by their names", () => {
    using _ = scope();
    const { model } = wideAndDeep();
    expect(() => model([toTensor(ones(1, 5))])).toThrow(
      'Cannot call Model "functional": it takes 2 inputs ("wide_input", "deep_input"), received the number 1',
    );
    expect(() => model([toTensor(ones(1, 5)), toTensor(ones(1, 7))])).toThrow(
      'Cannot call Model "functional": input "deep_input" must have shape [null, 6], received shape [1, 7]\nThe input is incompatible with the shape of the model\'s Input.',
    );
    expect(() => model({ wide_input: toTensor(ones(1, 5)) } as never)).toThrow(
      'Cannot call Model "functional": the inputs must name "deep_input"',
    );
  });

  it("leaves no tensors behind but its weights", async () => {
    const before = memory().numTensors;
    const { model } = wideAndDeep();
    await model.predict([ones(2, 5), ones(2, 6)]);
    expect(memory().numTensors).toBe(before + model.weights.length);
    model[Symbol.dispose]();
    expect(memory().numTensors).toBe(before);
  });
});
