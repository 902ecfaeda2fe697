import {
  defineLayer,
  defineOp,
  defineRegularizer,
  type KerasTensor,
  keep,
  number,
  ready,
  type Shape,
  type Tensor,
  type Variable,
} from "@hornbeam/core";
import { add, tensor as fresh, mul, scalar, sum, transpose } from "@hornbeam/kernels/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import type { Context } from "./context.ts";
import { layers } from "./kinds/layers.ts";
import { ops } from "./kinds/ops.ts";
import { regularizers } from "./kinds/simple.ts";
import type { Outcome } from "./outcome.ts";
import { type Namespace, Packages } from "./packages.ts";
import { runJob } from "./run-cases.ts";

beforeAll(() => ready());

const tensor = (shape: number[], data: number[], dtype = "float32") => ({ $tensor: { dtype, shape, data } });
const contextOf = (namespaces: Record<string, Namespace>, leaks = false): Context => ({
  packages: new Packages(new Map(Object.entries(namespaces))),
  signatures: { "ops.add": ["x1!", "x2!"] },
  folder: ".",
  leaks,
});
const one = async (outcomes: Promise<readonly Outcome[]>): Promise<Outcome> => (await outcomes)[0]!;

describe("a regularizer", () => {
  const testCase = {
    id: "L2/0",
    config: { module: "keras.regularizers", class_name: "L2", config: { l2: 0.5 }, registered_name: null },
    input: tensor([2], [1, 2]),
    output: tensor([], [2.5]),
    grad: tensor([2], [1, 2]),
  };
  const l2With = (factor: number) =>
    class L2 extends defineRegularizer("keras.regularizers.L2", { l2: number(0.01) }) {
      override call(x: Tensor): Tensor {
        return sum(mul(mul(x, x), this.l2 * factor));
      }
    };
  const replay = (exports: Namespace) => one(regularizers(testCase, contextOf({ regularizers: exports })));

  it("passes where it is right", async () => {
    expect(await replay({ L2: l2With(1) })).toMatchObject({ kind: "regularizers", id: "L2/0", status: "passed" });
  });
  it("fails where its value is wrong, and its gradient with it", async () => {
    const { status, message, more } = await replay({ L2: l2With(1.01) });
    expect(status).toBe("failed");
    expect(message).toMatch(/^output: element 0 is 2\.52\d*, wanted 2\.5 \(atol 0\.00001, rtol 0\.0001\)$/);
    expect(more).toHaveLength(1);
  });
  it("fails where its config is another", async () => {
    class L2 extends defineRegularizer("keras.regularizers.L2", { l2: number(0.01), extra: number(1) }) {
      override call(x: Tensor): Tensor {
        return sum(mul(mul(x, x), this.l2));
      }
    }
    expect(await replay({ L2 })).toMatchObject({ status: "failed", message: "config.config.extra: 1, wanted nothing" });
  });
  it("is missing where there is none", async () => {
    expect(await replay({})).toMatchObject({ status: "missing", message: "keras.regularizers.L2 does not exist" });
  });
  it("fails with the words of what is thrown", async () => {
    class L2 extends defineRegularizer("keras.regularizers.L2", { l2: number(0.01) }) {
      override call(): Tensor {
        throw new RangeError("too far");
      }
    }
    const { status, message } = await replay({ L2 });
    expect([status, message]).toEqual(["failed", expect.stringMatching(/^throws RangeError: too far/)]);
  });
  it("fails, and is not called missing, where its package cannot be imported", async () => {
    const packages = new Packages(new Map(), new Map([["regularizers", new Error("no import")]]));
    expect(await one(regularizers(testCase, { ...contextOf({}), packages }))).toMatchObject({
      status: "failed",
      message: "throws Error: no import",
    });
  });
});

describe("an op", () => {
  const testCase = {
    id: "add/0",
    name: "add",
    args: [tensor([2], [1, 2]), tensor([2], [3, 4])],
    kwargs: {},
    output: tensor([2], [4, 6]),
    cotangent: tensor([2], [2, 3]),
    grad: tensor([2], [2, 3]),
    grad1: tensor([2], [2, 3]),
    spec: {
      inputs: [
        { shape: [null], dtype: "float32" },
        { shape: [null], dtype: "float32" },
      ],
      output: { shape: [null], dtype: "float32" },
    },
  };
  const addWith = (
    call: (a: Tensor, b: Tensor) => Tensor,
    spec: (a: KerasTensor) => unknown = ({ shape, dtype }) => ({ shape, dtype }),
  ) =>
    defineOp<[Tensor, Tensor], object, Tensor>({
      className: "Add",
      module: "numpy",
      tensors: ["x1", "x2"],
      call,
      spec,
    });
  const replay = (exports: Namespace) => one(ops(testCase, contextOf({ ops: exports })));

  it("passes where values, gradients and inferred shapes are right", async () => {
    expect(await replay({ add: addWith(add) })).toMatchObject({ status: "passed" });
  });
  it("fails where only a gradient is wrong", async () => {
    // the same numbers, but nothing flows back to the second argument
    const broken = addWith((a, b) => add(a, fresh(b.dataSync() as Float32Array, b.shape)));
    const { status, message } = await replay({ add: broken });
    expect(status).toBe("failed");
    expect(message).toBe("grad1: no gradient, though the output depends on it");
  });
  it("fails where only the inferred shape is wrong", async () => {
    const wrong = addWith(add, ({ dtype }) => ({ shape: [2], dtype }));
    expect(await replay({ add: wrong })).toMatchObject({ status: "failed", message: "spec.shape[0]: 2, wanted null" });
  });
  it("is missing where there is none", async () => {
    expect(await replay({})).toMatchObject({ status: "missing", message: "ops.add does not exist" });
  });
});

describe("a layer", () => {
  const config = {
    module: "keras.layers",
    class_name: "Factor",
    config: { name: "f", trainable: true, dtype: policy(), start: 3 },
    registered_name: null,
    build_config: { input_shape: [2, 2] },
  };
  const testCase = {
    id: "Factor/0",
    config,
    args: [tensor([2, 2], [1, 2, 3, 4])],
    kwargs: {},
    initialWeights: true,
    weights: [{ path: "factor", trainable: true, value: tensor([], [3]) }],
    output: tensor([2, 2], [3, 6, 9, 12]),
    cotangent: tensor([2, 2], [1, 1, 1, 1]),
    grads: { args: [tensor([2, 2], [3, 3, 3, 3])], weights: [tensor([], [10])] },
    symbolicInput: { args: [{ shape: [null, 2], dtype: "float32" }], kwargs: {} },
    symbolicOutput: { shape: [null, 2], dtype: "float32" },
    tolerance: { atol: 1e-5, rtol: 1e-4 },
  };
  const factorWith = (change: { name?: string; start?: number; call?: (x: Tensor, factor: Tensor) => Tensor }) =>
    class Factor extends defineLayer("keras.layers.Factor", { start: number(1) }) {
      factor!: Variable;
      override build(_: Shape): void {
        const initializer = () => scalar(change.start ?? this.start);
        this.factor = this.addWeight({ name: change.name ?? "factor", shape: [], initializer });
      }
      override call(x: Tensor): Tensor {
        return (change.call ?? mul)(x, this.factor.value);
      }
      override computeOutputShape(inputShape: Shape): Shape {
        return inputShape;
      }
    };
  const replay = (Factor: unknown, more: object = {}, leaks = false) =>
    one(layers({ ...testCase, ...more }, contextOf({ layers: { Factor } }, leaks)));

  it("passes where everything is right, and leaves no tensor", async () => {
    expect(await replay(factorWith({}), {}, true)).toMatchObject({ status: "passed" });
  });
  it("fails where only the path of a weight, or its starting value, is another", async () => {
    expect((await replay(factorWith({ name: "scale" }))).message).toBe('weights[0]: "scale", wanted "factor"');
    expect((await replay(factorWith({ start: 2 }))).message).toMatch(/^weights\.factor: element 0 is 2, wanted 3/);
  });
  it("fails where the output, a weight after the call, or the inferred shape is another", async () => {
    const one = factorWith({ call: (x, factor) => add(mul(x, factor), scalar(1)) });
    expect((await replay(one)).message).toMatch(/^output: element 0 \[0, 0\] is 4, wanted 3/);
    const after = [{ path: "factor", trainable: true, value: tensor([], [4]) }];
    expect((await replay(factorWith({}), { weightsAfter: after })).message).toMatch(/^weightsAfter\.factor: element 0/);
    const wider = { symbolicOutput: { shape: [null, 3], dtype: "float32" } };
    expect((await replay(factorWith({}), wider)).message).toBe("symbolicOutput.shape[1]: 2, wanted 3");
  });
  it("fails where a mask or a loss is wanted and there is none", async () => {
    const mask = { outputMask: tensor([2], [1, 1], "bool") };
    expect((await replay(factorWith({}), mask)).message).toBe("outputMask: null, wanted a bool tensor of shape [2]");
    expect((await replay(factorWith({}), { losses: [tensor([], [1])] })).message).toBe("losses: a list of 0, wanted 1");
  });
  it("finds what a call leaves behind, when asked to", async () => {
    const leaky = factorWith({ call: (x, factor) => mul(keep(transpose(x, [0, 1])), factor) });
    expect((await replay(leaky)).status).toBe("passed");
    expect((await replay(leaky, {}, true)).message).toMatch(/^leaks \d tensors$/);
  });
});

describe("runJob", () => {
  it("fails a case of a kind that nobody replays", async () => {
    const job = { kind: "poetry", folder: ".", testCase: { id: "ode/0" } };
    expect(await runJob(job, contextOf({}))).toEqual([
      { kind: "poetry", id: "ode/0", status: "failed", message: 'no replayer for the kind "poetry"' },
    ]);
  });
});

function policy(): object {
  return { module: "keras", class_name: "DTypePolicy", config: { name: "float32" }, registered_name: null };
}
