import { clearSession, Layer, NDArray, ready, type Shape, type Tensor, toNDArray, toTensor } from "@hornbeam/core";
import { Dense, Flatten, Input } from "@hornbeam/layers";
import * as ops from "@hornbeam/ops";
import { beforeAll, describe, expect, it } from "vitest";
import { Model } from "./model.ts";
import { Sequential } from "./sequential.ts";
import { catalogue } from "./serialization/catalogue.ts";

const ones = (...shape: number[]) => new NDArray(new Float32Array(shape.reduce((a, b) => a * b, 1)).fill(1), shape);

describe("a sub-class of Model", () => {
  beforeAll(() => ready());

  class Pair extends Model {
    readonly first = new Dense({ units: 2, kernelInitializer: "ones" });
    readonly rest = { second: new Dense({ units: 1, kernelInitializer: "ones" }) };
    override call(x: Tensor): Tensor {
      return ops.add(this.rest.second(this.first(x)), 1);
    }
  }

  it("tracks layers in its fields and computes by its call", async () => {
    clearSession();
    using model = new Pair();
    expect((await model.predict(ones(1, 3))).toArray()).toEqual([[7]]);
    expect(model.layers.map(({ name }) => name)).toEqual(["dense", "dense_1"]);
    expect(model.weights.map(({ path }) => path)).toEqual([
      "pair/dense/kernel",
      "pair/dense/bias",
      "pair/dense_1/kernel",
      "pair/dense_1/bias",
    ]);
  });

  it("holds stacks and graphs that wait for their first data", async () => {
    clearSession();
    class Late extends Layer {
      graph!: Model;
      override build(inputShape: Shape): void {
        const input = Input({ shape: inputShape.slice(1) });
        this.graph = new Model({ inputs: input, outputs: new Dense({ units: 2, kernelInitializer: "ones" })(input) });
        super.build(inputShape as never);
      }
      override call(x: Tensor): Tensor {
        return this.graph(x) as Tensor;
      }
    }
    class Holder extends Model {
      readonly stack = new Sequential([new Dense({ units: 3, kernelInitializer: "ones" }), new Late()]);
      override call(x: Tensor): Tensor {
        return this.stack(x) as Tensor;
      }
    }
    using model = new Holder();
    model.compile({ optimizer: "sgd", loss: "mse" });
    // (1 + 1) · 3 = 6 in each of two outputs
    expect((await model.fit(ones(1, 2), ones(1, 2), { verbose: 0 })).history["loss"]).toEqual([25]);
    expect(model.weights.map(({ path }) => path)).toEqual([
      "holder/sequential/dense/kernel",
      "holder/sequential/dense/bias",
      "holder/sequential/late/dense_1/kernel",
      "holder/sequential/late/dense_1/bias",
    ]);
  });

  it("says that a bare Model computes nothing", async () => {
    await expect(new Model({ name: "bare" }).predict(ones(1, 1))).rejects.toThrow(
      'Cannot call Model "bare": a model must say what it computes',
    );
  });

  it("is named in the catalogue beside every other class", () => {
    const names = catalogue().classes.map((Class) => Class.className);
    expect(names).toEqual(
      expect.arrayContaining(["Dense", "Sequential", "Functional", "Adam", "MeanSquaredError", "GlorotUniform"]),
    );
  });

  it("flattens for a stack", async () => {
    using model = new Sequential([Input({ shape: [2, 2] }), new Flatten()]);
    expect(toNDArray(model(toTensor(ones(1, 2, 2))) as Tensor).shape).toEqual([1, 4]);
  });
});
