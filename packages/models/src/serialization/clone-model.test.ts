import {
  type AnyLayer,
  clearSession,
  type KerasTensor,
  NDArray,
  ready,
  scope,
  toNDArray,
  toTensor,
} from "@hornbeam/core";
import { add, Dense, Dropout, Input } from "@hornbeam/layers";
import * as ops from "@hornbeam/ops";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { Model } from "../model.ts";
import { Sequential } from "../sequential.ts";
import { cloneModel } from "./clone-model.ts";

const names = (model: Model) => model.layers.map(({ name }) => name);
const twos = (layer: AnyLayer): AnyLayer =>
  layer instanceof Dense ? (new Dense({ ...unitsOf(layer), kernelInitializer: "ones" }) as never) : layer;
const unitsOf = ({ name, units }: Dense) => ({ name, units: 2 * units });

/** One layer called twice, an op, and a layer behind them. */
function shared(): Model {
  const [a, b] = [Input({ shape: [2], name: "a" }), Input({ shape: [2], name: "b" })];
  const dense = new Dense({ units: 2, kernelInitializer: "ones", useBias: false, name: "both" });
  const sum = add([dense(a) as KerasTensor, ops.multiply(dense(b) as never, 3) as never]);
  const output = new Dropout({ rate: 0.5, name: "drop" })(sum) as KerasTensor;
  return new Model({ inputs: { a, b }, outputs: [output], name: "net" });
}

describe("cloneModel", () => {
  beforeAll(() => ready());
  beforeEach(() => clearSession());

  it("puts the layers of a function in the places of a stack's layers", () => {
    const model = new Sequential([Input({ shape: [3], name: "in" }), new Dense({ units: 2, name: "one" })], {
      name: "s",
    });
    model.compile({ optimizer: "sgd", loss: "mse" });
    const clone = cloneModel(model, { cloneFunction: twos });
    expect(clone).toBeInstanceOf(Sequential);
    expect([clone.name, names(clone), clone.inputs[0]!.shape]).toEqual(["s", ["one"], [null, 3]]);
    expect(clone.countParams()).toBe(3 * 4 + 4);
    expect(clone.compiled).toBe(true);
    const input = Input({ batchShape: [7, 3] });
    for (const inputTensors of [input, [input]]) {
      expect(cloneModel(model, { inputTensors }).outputs[0]!.shape).toEqual([7, 2]);
    }
  });

  it("asks once for a layer that is called twice, and keeps ops and structures", () => {
    using _ = scope();
    const model = shared();
    const asked: string[] = [];
    const clone = cloneModel(model, {
      cloneFunction: (layer) => {
        asked.push(layer.name);
        return twos(layer);
      },
    });
    expect(asked.sort()).toEqual(["add", "both", "drop"]);
    expect(clone.weights).toHaveLength(2);
    const output = clone({ a: toTensor([[1, 2]]), b: toTensor([[1, 1]]) });
    expect(toNDArray(output).toArray()).toEqual([[9, 9, 9, 9]]); // (1 + 2) + 3 · (1 + 1)
  });

  it("shares a layer that the function gives back, and copies those that nobody is asked for", () => {
    const model = shared();
    const sharing = cloneModel(model, { cloneFunction: (layer) => layer });
    expect(sharing.weights[0]).toBe(model.weights[0]);
    expect(sharing.graph).not.toBe(model.graph);
    const inputTensors = { a: Input({ batchShape: [5, 2] }), b: Input({ batchShape: [5, 2] }) };
    const copy = cloneModel(model, { inputTensors });
    expect(copy.weights[0]).not.toBe(model.weights[0]);
    expect(copy.inputs[0]).toBe(inputTensors.a);
    expect(copy.outputs[0]!.shape).toEqual([5, 2]);
    expect(names(copy).filter((name) => name === "both")).toEqual(["both"]);
  });

  it("clones models inside the model, if told, by the same function", () => {
    const inner = new Sequential([Input({ shape: [2] }), new Dense({ units: 1, name: "deep" })], { name: "inner" });
    const model = new Sequential([Input({ shape: [2] }), inner as never]);
    const asked = (recursive: boolean): string[] => {
      const list: string[] = [];
      const cloneFunction = (layer: AnyLayer) => {
        list.push(layer.name);
        return layer;
      };
      cloneModel(model, { recursive, cloneFunction });
      return list;
    };
    expect(asked(false)).toEqual(["inner"]);
    expect(asked(true)).toEqual(["deep"]);
  });

  it("calls layers by a function, which may put others behind them", () => {
    using _ = scope();
    const model = shared();
    const called: string[] = [];
    const clone = cloneModel(model, {
      cloneFunction: (layer) => layer,
      callFunction: (operation, call) => {
        called.push(operation.name);
        const output = operation.applyTo(call);
        return operation.name === "both" ? ops.add(output as KerasTensor, 1) : output;
      },
    });
    expect(called.filter((name) => name === "both")).toHaveLength(2);
    expect(clone.weights[0]).toBe(model.weights[0]);
    const output = clone({ a: toTensor([[1, 2]]), b: toTensor([[1, 1]]) });
    expect(toNDArray(output).toArray()).toEqual([[13, 13]]); // (1 + 2 + 1) + 3 · (1 + 1 + 1)
    const stack = new Sequential([Input({ shape: [2] }), new Dense({ units: 1 })], { name: "stack" });
    expect(() => cloneModel(stack, { callFunction: (operation, call) => operation.applyTo(call) })).toThrow(
      'Cannot clone Sequential "stack": `callFunction` is not supported with Sequential models, which call no layers when they are made',
    );
    expect(() => cloneModel(model, { callFunction: 1 as never })).toThrow(
      'Cannot clone Model "net": `callFunction` must be a function of an operation and a call, received 1',
    );
  });

  it("refuses what it cannot do", () => {
    class Own extends Model {
      override call(x: never): never {
        return x;
      }
    }
    const cloneFunction = (layer: AnyLayer) => layer;
    expect(() => cloneModel(new Own({ name: "own" }), { cloneFunction })).toThrow(
      'Cannot clone Own "own": it must be a Sequential, or a model of inputs and outputs, for options to apply',
    );
    const model = shared();
    expect(() => cloneModel(model, { cloneFunction: () => NDArray.zeros([1]) as never })).toThrow(
      'Cannot clone Model "net": `cloneFunction` must return a layer for "both"',
    );
    for (const inputTensors of [[Input({ shape: [2] }), Input({ shape: [2] })], { a: Input({ shape: [2] }) }]) {
      expect(() => cloneModel(model, { inputTensors })).toThrow(
        'Cannot clone Model "net": `inputTensors` must be symbolic tensors in the same structure as the model\'s `input`',
      );
    }
    expect(() => cloneModel(model, { cloneFuncton: cloneFunction } as never)).toThrow("unknown option `cloneFuncton`");
  });
});
