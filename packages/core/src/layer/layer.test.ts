import * as tf from "@hornbeam/kernels/tfjs";
import { beforeAll, describe, expect, expectTypeOf, it, vi } from "vitest";
import { NDArray } from "../array/nd-array.ts";
import type { Shape } from "../array/shape.ts";
import { ready } from "../backend/ready.ts";
import { getMask, setMask } from "../context/mask.ts";
import { valueAndGrad } from "../gradients.ts";
import { KerasTensor, type TensorSpec } from "../graph/keras-tensor.ts";
import { defineOp } from "../graph/op.ts";
import { defineRegularizer } from "../objects/regularizer.ts";
import { positiveInteger } from "../options/kinds.ts";
import { serializeKerasObject } from "../serialization/serialize.ts";
import { clearSession } from "../session.ts";
import { toNDArray } from "../tensor/to-nd-array.ts";
import { memory, Variable } from "../tensor/variable.ts";
import { defineLayer } from "./define-layer.ts";
import { Layer } from "./layer.ts";
import type { CallOptions } from "./types.ts";

const double = defineOp({
  className: "Double",
  module: "numpy",
  tensors: ["x"],
  call: (x: tf.Tensor) => tf.mul(x, 2),
  spec: (x: TensorSpec) => ({ shape: x.shape, dtype: x.dtype }),
});

const total = defineOp({
  className: "Total",
  module: "numpy",
  tensors: ["x"],
  call: (x: tf.Tensor) => tf.sum(x),
  spec: () => ({ shape: [], dtype: "float32" }),
});

class Sum extends defineRegularizer("Sum", {}) {
  override call(x: tf.Tensor): tf.Tensor {
    return tf.sum(x);
  }
}

class Linear extends defineLayer("Linear", { units: positiveInteger() }) {
  kernel!: Variable;
  steps!: Variable;
  override build(inputShape: Shape): void {
    this.kernel = this.addWeight({
      name: "kernel",
      shape: [inputShape.at(-1)!, this.units],
      initializer: (shape) => tf.ones([...shape]),
      regularizer: new Sum(),
    });
    this.steps = this.addWeight({ name: "steps", shape: [], initializer: () => tf.scalar(0), trainable: false });
    this.inputSpec = { minRank: 2, axes: { [-1]: inputShape.at(-1)! } };
  }
  override call(x: tf.Tensor, { training }: CallOptions): tf.Tensor {
    if (training) this.steps.assignAdd(1);
    return tf.matMul(x, this.kernel.value);
  }
  override computeOutputShape(inputShape: Shape): Shape {
    return [...inputShape.slice(0, -1), this.units];
  }
}
class Twice extends Layer {
  override call(x: tf.Tensor): tf.Tensor {
    return double(x);
  }
}
class Block extends Layer {
  readonly first = new Linear({ units: 2 });
  readonly rest = [new Twice(), new Linear({ units: 1 })];
  override call(x: tf.Tensor): tf.Tensor {
    return this.rest.reduce((value: tf.Tensor, layer) => layer(value), this.first(x));
  }
  override computeOutputShape(inputShape: Shape): Shape {
    return [...inputShape.slice(0, -1), 1];
  }
}

describe("Layer", () => {
  beforeAll(() => ready());

  it("computes on tensors and types its calls", () => {
    using layer = new Linear({ units: 2 });
    const y = layer(tf.tensor([[1, 2]]));
    expectTypeOf(y).toEqualTypeOf<tf.Tensor>();
    expect(toNDArray(y).toArray()).toEqual([[3, 3]]);
  });

  it("gives symbolic tensors, shaped by a dry run where it says nothing itself", () => {
    const y = new Twice()(new KerasTensor([null, 4], "int32"));
    expectTypeOf(y).toEqualTypeOf<KerasTensor>();
    expect([y.shape, y.dtype]).toEqual([[null, 4], "int32"]);
  });

  it("records its calls", () => {
    const x = new KerasTensor([null, 4]);
    const layer = new Linear({ units: 3 });
    const y = layer(x);
    expect([layer.input, layer.output, y.history?.operation]).toEqual([x, y, layer]);
    expect(layer.inboundNodes[0]!.inputs).toEqual([x]);
  });

  it("needs no backend to be built: weights come to be when they are read", () => {
    const before = memory().numTensors;
    using layer = new Linear({ units: 3 });
    layer.build([null, 4]);
    expect([layer.countParams(), memory().numTensors]).toEqual([13, before]);
    expect(layer.getWeights()[0]!.shape).toEqual([4, 3]);
  });

  it("names weights after the layers around them", () => {
    clearSession();
    using block = new Block();
    block(tf.ones([1, 3]));
    expect(block.weights.map(({ path }) => path)).toEqual([
      "block/linear/kernel",
      "block/linear/steps",
      "block/linear_1/kernel",
      "block/linear_1/steps",
    ]);
  });

  it("tells what training changes from what it does not", () => {
    using block = new Block();
    block(tf.ones([1, 3]));
    expect([block.trainableWeights.length, block.nonTrainableWeights.length]).toEqual([2, 2]);
    block.first.trainable = false;
    expect([block.trainableWeights.length, block.nonTrainableWeights.length]).toEqual([1, 3]);
    block.trainable = true;
    expect(block.trainableWeights.length).toBe(2);
    expect(block.first.steps.trainable).toBe(false);
  });

  it("passes the training flag on to the layers inside", () => {
    using block = new Block();
    block(tf.ones([1, 3]), { training: true });
    block(tf.ones([1, 3]));
    expect(block.first.steps.numpy().item()).toBe(1);
  });

  it("adds up penalties of trainable weights", () => {
    using layer = new Linear({ units: 2 });
    layer.build([null, 3]);
    expect(toNDArray(layer.losses[0]!).item()).toBe(6);
    layer.trainable = false;
    expect(layer.losses).toEqual([]);
  });

  it("keeps the loss of its last activity, divided by the batch", () => {
    using layer = new Twice({ activityRegularizer: new Sum() });
    layer(tf.ones([2, 3]));
    layer(tf.fill([2, 3], 2));
    expect(layer.losses.map((loss) => toNDArray(loss).item())).toEqual([12]);
  });

  it("gathers losses that are added in a call, those of layers inside too", () => {
    class Penalised extends Layer {
      override call(x: tf.Tensor): tf.Tensor {
        this.addLoss(total(x));
        return double(x);
      }
    }
    class Outer extends Layer {
      readonly inner = new Penalised();
      override call(x: tf.Tensor): tf.Tensor {
        return this.inner(this.inner(x));
      }
    }
    using layer = new Outer();
    const before = memory().numTensors;
    layer(tf.ones([2])).dispose();
    expect(layer.losses.map((loss) => toNDArray(loss).item())).toEqual([2, 4]);
    layer(tf.ones([3])).dispose();
    expect(layer.losses.map((loss) => toNDArray(loss).item())).toEqual([3, 6]);
    expect(memory().numTensors).toBe(before + 2 + 2); // the two inputs, and the losses of the last call
    class Early extends Penalised {
      early(): void {
        this.addLoss(tf.scalar(1));
      }
    }
    expect(() => new Early({ name: "early" }).early()).toThrow(
      'Cannot add a loss to Early "early": it must be done in `call`',
    );
  });

  it("leaves no tensor behind but its result", () => {
    using layer = new Linear({ units: 2 });
    const x = tf.ones([1, 2]);
    layer(x).dispose();
    const before = memory().numTensors;
    layer(x).dispose();
    expect(memory().numTensors).toBe(before);
  });

  it("takes host arrays, lists and variables for tensors, and frees what it makes of them", () => {
    using layer = new Linear({ units: 1 });
    layer.build([null, 2]);
    using variable = new Variable({ name: "x", shape: [1, 2], initializer: () => tf.tensor([[5, 6]]) });
    layer.getWeights();
    variable.value;
    const before = memory().numTensors;
    const call = layer as (inputs: unknown) => tf.Tensor;
    const results = [call([[1, 2]]), call(NDArray.from([[3, 4]])), call(variable)];
    expect(results.map((y) => toNDArray(y).item())).toEqual([3, 7, 11]);
    expect(memory().numTensors).toBe(before + 3);
    expect(variable.numpy().toArray()).toEqual([[5, 6]]);
    for (const y of results) y.dispose();
  });

  it("frees its weights once", () => {
    const before = memory().numTensors;
    const layer = new Linear({ units: 2 });
    layer.build([null, 2]);
    layer.getWeights();
    layer[Symbol.dispose]();
    layer[Symbol.dispose]();
    expect(memory().numTensors).toBe(before);
    expect(() => layer(tf.ones([1, 2]))).toThrow(/^Cannot call Linear "linear.*": it was disposed of$/);
  });

  it("has gradients", () => {
    using layer = new Linear({ units: 1 });
    layer.build([null, 2]);
    const { value, grads } = valueAndGrad(() => tf.sum(layer(tf.tensor([[3, 4]]))), layer.trainableWeights);
    expect([toNDArray(value).item(), toNDArray(grads[0]!).toArray()]).toEqual([7, [[3], [4]]]);
  });

  it("passes masks on where it supports them, and says so where it does not", () => {
    class Passing extends Twice {
      protected override readonly supportsMasking = true;
    }
    const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
    const before = memory().numTensors;
    const x = tf.ones([1, 2]);
    setMask(x, tf.tensor([[true, false]], [1, 2], "bool"));
    const y = new Passing()(x);
    expect(toNDArray(getMask(y)!).toArray()).toEqual([[true, false]]);
    const dropped = new Twice({ name: "dropping" })(x);
    expect(getMask(dropped)).toBeUndefined();
    expect(warn.mock.calls).toEqual([['Twice "dropping" drops the mask of its input: it does not support masking.']]);
    for (const tensor of [x, y, dropped]) tensor.dispose();
    expect(memory().numTensors).toBe(before);
    warn.mockRestore();
  });

  it("serialises as Keras does", () => {
    const layer = new Linear({ units: 3, name: "mine" });
    layer.build([null, 4]);
    expect(serializeKerasObject(layer)).toEqual({
      module: "builtins",
      class_name: "Linear",
      config: {
        name: "mine",
        trainable: true,
        dtype: { module: "keras", class_name: "DTypePolicy", config: { name: "float32" }, registered_name: null },
        units: 3,
      },
      registered_name: "Linear",
      build_config: { input_shape: [null, 4] },
    });
  });

  it("sets all weights or none", () => {
    using layer = new Linear({ units: 1, name: "set" });
    layer.build([null, 2]);
    layer.setWeights([[[5], [6]], 7 as never]);
    expect(layer.getWeights().map((weight) => weight.toArray())).toEqual([[[5], [6]], 7]);
    expect(() => layer.setWeights([[[1], [1]]])).toThrow(
      'Cannot set the weights of Linear "set": there must be 2 values, received 1',
    );
    expect(() => layer.setWeights([[[1], [1]], [1]])).toThrow(
      'Cannot set the weights of Linear "set": value 1 ("set/steps") must have shape [], received shape [1]',
    );
    expect(layer.getWeights()[0]!.toArray()).toEqual([[5], [6]]);
  });

  it("refuses inputs that do not fit", () => {
    using layer = new Linear({ units: 1, name: "head" });
    layer(tf.ones([1, 3]));
    expect(() => layer(tf.ones([1, 4]))).toThrow(
      'Cannot call Linear "head": the last axis must be 3, received shape [1, 4]\nThe input is incompatible with the layer, which was built for 3 there.',
    );
    expect(() => layer(tf.ones([3]))).toThrow(
      'Cannot call Linear "head": the input must have at least 2 axes, received shape [3]\nThe input is incompatible with the layer: its ndim is 1, expected ndim is at least 2.',
    );
    expect(() => new Linear({ units: 1, name: "fresh" }).countParams()).toThrow(
      'Cannot count the parameters of Linear "fresh": it must have been built',
    );
    expect(() => new Twice({ name: "lone" }).output).toThrow(
      'Cannot read the output of Twice "lone": it must have been called on a symbolic tensor',
    );
  });
});
