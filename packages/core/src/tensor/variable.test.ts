import * as tf from "@hornbeam/kernels/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { NDArray } from "../array/nd-array.ts";
import { ready } from "../backend/ready.ts";
import { tidy } from "../memory/scope.ts";
import { nameScope } from "../names/name-scope.ts";
import { toTensor } from "./to-tensor.ts";
import { memory, Variable } from "./variable.ts";

const ones = (shape: readonly number[]) => tf.ones([...shape]);

describe("Variable", () => {
  it("counts no tensors before the backend has started", () => {
    expect(memory()).toEqual({ numTensors: 0, numBytes: 0 });
  });

  it("says what is missing before the backend has started", () => {
    const variable = new Variable({ name: "w", shape: [2], initializer: ones });
    expect(() => variable.value).toThrow(
      'Cannot read variable "w": the backend must have been started\nWrite `await ready()` once',
    );
  });

  it("reads a first value that is known on the host without a backend, and takes another", () => {
    const variable = new Variable({ name: "rate", shape: [], initializer: NDArray.from(0.5) });
    const copy = variable.numpy();
    variable.assign(2);
    expect([copy.toArray(), variable.numpy().toArray()]).toEqual([0.5, 2]);
  });

  describe("with a backend", () => {
    beforeAll(() => ready());

    it("knows two initializers by name, and says how others are given", () => {
      const start = (initializer: never) => new Variable({ name: "w", shape: [2], initializer }).numpy().toArray();
      expect([start("zeros" as never), start("ones" as never)]).toEqual([
        [0, 0],
        [1, 1],
      ]);
      expect(() => start("glorot_uniform" as never)).toThrow(
        'Cannot make variable "w": `initializer` must be an initializer, an array, "zeros" or "ones", received "glorot_uniform"\nMake one, `new GlorotUniform()`, or declare an option, `kernelInitializer: initializer("glorot_uniform")`, which reads names.',
      );
    });

    it("makes its value once, when it is read, and in no one's scope", () => {
      let calls = 0;
      using variable = new Variable({
        name: "w",
        shape: [2],
        initializer: (shape) => {
          calls++;
          return ones(shape);
        },
      });
      tidy(() => void variable.value);
      expect([calls, variable.numpy().toArray()]).toEqual([1, [1, 1]]);
      expect(calls).toBe(1);
    });

    it("takes an array before its first read without running the initializer", () => {
      using variable = new Variable({
        name: "w",
        shape: [2],
        initializer: () => {
          throw new RangeError("not wanted");
        },
      });
      variable.assign(NDArray.from([3, 4]));
      expect(variable.numpy().toArray()).toEqual([3, 4]);
    });

    it("is assigned in place, and leaves nothing behind", () => {
      using variable = new Variable({ name: "w", shape: [2], initializer: ones });
      variable.assign([1, 2]);
      const before = memory().numTensors;
      variable.assignAdd([1, 1]).assignSub(0.5);
      expect(variable.numpy().toArray()).toEqual([1.5, 2.5]);
      expect(memory().numTensors).toBe(before);
    });

    it("stands under the names of its scopes", () => {
      const variable = nameScope("dense", () => new Variable({ name: "kernel", shape: [], initializer: ones }));
      expect([variable.path, variable.name]).toEqual(["dense/kernel", "kernel"]);
    });

    it("shows its value as it is: of its initializer, of an array, of the backend", () => {
      const [first, assigned] = [1, 2].map(() => new Variable({ name: "w", shape: [2], initializer: ones }));
      expect(first!.peek().toArray()).toEqual([1, 1]);
      const array = NDArray.from([3, 4]);
      expect(assigned!.assign(array).peek()).toBe(array);
      expect(assigned!.value.shape).toEqual([2]);
      assigned!.assign([5, 6]);
      expect(assigned!.peek().toArray()).toEqual([5, 6]);
      expect(array.toArray()).toEqual([3, 4]);
      assigned![Symbol.dispose]();
      expect(() => assigned!.peek()).toThrow('Cannot read variable "w": it was disposed of');
    });

    it("refuses other shapes, and use after disposal", () => {
      const variable = new Variable({ name: "w", shape: [2], initializer: ones });
      expect(() => variable.assign([1, 2, 3])).toThrow(
        'Cannot assign variable "w": its shape must be [2], received a value of shape [3]',
      );
      variable[Symbol.dispose]();
      expect(() => variable.value).toThrow('Cannot read variable "w": it was disposed of');
    });

    it("goes to the host and comes back as it was", () => {
      const before = memory().numTensors;
      const variable = new Variable({ name: "w", shape: [2], initializer: ones });
      variable.toHost(); // it is there already
      tidy(() => variable.assignAdd([0.1, Number.NaN]));
      const value = variable.numpy();
      variable.toHost();
      expect(memory().numTensors).toBe(before);
      expect(variable.numpy()).toEqual(value);
      tidy(() => variable.assignAdd([1, 1]));
      expect([...variable.numpy().data]).toEqual([Math.fround(Math.fround(1.1) + 1), Number.NaN]);
      variable[Symbol.dispose]();
      expect(memory().numTensors).toBe(before);
    });
  });
});

describe("toTensor", () => {
  beforeAll(() => ready());

  it("gives bare whole numbers int32, others and lists float32", () => {
    const dtypes = [
      toTensor(2),
      toTensor(2.5),
      toTensor([1, 2]),
      toTensor(NDArray.from(Uint8Array.of(1))),
      toTensor(true),
    ].map(({ dtype }) => dtype);
    expect(dtypes).toEqual(["int32", "float32", "float32", "int32", "bool"]);
  });

  it("copies what it is given", () => {
    const data = Float32Array.of(1, 2);
    const tensor = toTensor(data);
    data[0] = 9;
    expect([...tensor.dataSync()]).toEqual([1, 2]);
  });
});
