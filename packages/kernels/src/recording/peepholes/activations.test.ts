import * as tf from "@hornbeam/kernels/tfjs";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { activationGradients } from "../../fused/activation-gradient.ts";
import { batchNorm } from "../../fused/batch-norm.ts";
import { fusedConv2d } from "../../fused/conv2d.ts";
import { fusedDense } from "../../fused/dense.ts";
import { groupNorm } from "../../fused/group-norm.ts";
import { layerNorm } from "../../fused/layer-norm.ts";
import { start } from "../../start.ts";
import type { Instruction } from "../instruction.ts";
import { compileRecordings, recordStep } from "../record.ts";
import { integer } from "./command-words.ts";

/** What the last program was built of. */
const built = vi.hoisted(() => ({ instructions: [] as readonly Instruction[] }));
vi.mock("../build-program.ts", async (original) => {
  const real = await original<typeof import("../build-program.ts")>();
  const buildProgram: typeof real.buildProgram = (runtime, places, linked) => {
    built.instructions = linked.instructions;
    return real.buildProgram(runtime, places, linked);
  };
  return { ...real, buildProgram };
});

type Step = (x: tf.Tensor4D) => tf.Tensor[];

/** An activation whose gradient is the kernel's, as that of `ops.relu` is. */
const activations = (
  [
    ["relu", tf.relu],
    ["relu6", tf.relu6],
  ] as const
).map(
  ([name, f]) =>
    tf.customGrad((x, save) => {
      const value = f(x as tf.Tensor);
      (save as (tensors: tf.Tensor[]) => void)([value]);
      return { value, gradFunc: (dy: tf.Tensor, [y]: tf.Tensor[]) => activationGradients(dy, y!, name)[0] };
    }) as (x: tf.Tensor) => tf.Tensor,
);
const ofRows = (x: tf.Tensor) => layerNorm(x, { epsilon: 1e-3 });
const byRoot = (x: tf.Tensor) => layerNorm(x, { epsilon: 1e-3, centered: false });
const ofGroups = (x: tf.Tensor) => groupNorm(x, { groups: 5, epsilon: 1e-3 });

const shape = [2, 12, 14, 5] as const;
const input = (k: number) =>
  Float32Array.from({ length: 2 * 12 * 14 * 5 }, (_, i) => Math.sin(i * k) + (k === 5 ? Number.NaN : 0));

/** How often a recorded step's program does each command; its results must be those of the step, bit by bit. */
function commandsOf(step: Step): Record<string, number> {
  const tensor = (k: number) => tf.tensor4d(input(k), [...shape]);
  const record = (k: number) =>
    tf.tidy(() => {
      const x = tensor(k);
      return recordStep([x], () => ({ value: undefined, results: step(x) })).recording as never;
    }) as ReturnType<typeof recordStep>["recording"];
  const program = compileRecordings(record(1), record(2));
  if (typeof program === "string") throw new Error(program);
  for (const k of [3, 4, 5]) {
    program.replay([input(k)]);
    const expected: tf.TypedArray[] = [];
    tf.tidy(() => {
      for (const result of step(tensor(k))) expected.push(result.dataSync());
    });
    expect(program.results().map(({ values }) => values)).toEqual(expected);
  }
  program.dispose();
  const counts: Record<string, number> = {};
  const count = (name: string) => {
    counts[name] = (counts[name] ?? 0) + 1;
  };
  for (const instruction of built.instructions) {
    if (instruction.kind !== "command") continue;
    count(instruction.command);
    if (instruction.command === "activationGradient" && integer(instruction, "flags") !== 0) count("masks");
    if (instruction.command === "maxPoolGradient" && integer(instruction, "gates") !== 0) count("gated");
  }
  return counts;
}

describe("activations of a recorded step", () => {
  beforeAll(() => start());

  it("are flags of what makes their input", () => {
    const norm: Step = (x) => [tf.relu(batchNorm(x, { epsilon: 1e-3 }).output)];
    expect(commandsOf(norm)).toMatchObject({ columnNorm: 1 });
    expect(commandsOf(norm)).not.toHaveProperty("unary");
    const filter = tf.tensor4d(input(7).slice(0, 3 * 3 * 5 * 4), [3, 3, 5, 4]);
    for (const layer of [ofRows, ofGroups, byRoot])
      expect(commandsOf((x) => [tf.relu6(layer(x))])).not.toHaveProperty("unary");
    const conv: Step = (x) => [tf.relu6(fusedConv2d(x, filter, { pad: "same" }))];
    expect(commandsOf(conv)).not.toHaveProperty("unary");
    filter.dispose();
  });
  it("come without commands whose results nobody reads, unless they are the step's", () => {
    const idle: Step = (x) => {
      tf.sum(tf.exp(tf.square(x)));
      return [tf.neg(x)];
    };
    expect(commandsOf(idle)).toEqual({ unary: 1 });
    expect(commandsOf((x) => [tf.exp(x), tf.neg(x)])).toEqual({ unary: 2 });
  });
  it("stay by themselves where others read their input too", () => {
    const step: Step = (x) => {
      const { output } = batchNorm(x, { epsilon: 1e-3 });
      return [tf.add(tf.relu(output), output)];
    };
    expect(commandsOf(step)).toMatchObject({ columnNorm: 1, unary: 1 });
  });
});

describe("gradients of a recorded step", () => {
  beforeAll(() => start());

  const filter = () => tf.tensor4d(input(7).slice(0, 3 * 3 * 5 * 4), [3, 3, 5, 4]);
  const net =
    (pool: (y: tf.Tensor4D) => tf.Tensor, activation: "relu" | "relu6" = "relu"): Step =>
    (x) => {
      const bias = tf.tensor1d([0.1, -0.2, 0.3, 0]);
      const loss = (f: tf.Tensor, b: tf.Tensor) =>
        tf.sum(tf.square(pool(fusedConv2d(x, f as tf.Tensor4D, { bias: b, activation, pad: "same" }) as tf.Tensor4D)));
      return tf.grads(loss as never)([filter(), bias]);
    };

  it("go through an activation and the pooling behind it at once", () => {
    for (const activation of ["relu", "relu6"] as const) {
      for (const [size, strides] of [
        [2, 2],
        [3, 2],
        [3, 1],
      ] as const) {
        const counts = commandsOf(net((y) => tf.maxPool(y, size, strides, "same"), activation));
        expect(counts).toMatchObject({ maxPoolGradient: 1, activationGradient: 1 }); // the sums for the bias are left
        expect(counts.gated).toBe(1);
      }
    }
  });
  it("go through an activation where a product or a convolution makes them", () => {
    const weights = (shape: number[], k: number) => {
      const values = Float32Array.from({ length: tf.util.sizeFromShape(shape) }, (_, i) => Math.sin(i * k));
      return tf.tensor(values, shape);
    };
    for (const activation of ["relu", "relu6"] as const) {
      const layers: [string, number[], number[], (x: tf.Tensor, w: tf.Tensor, last: boolean) => tf.Tensor][] = [
        ["gemm", [20, 9], [9, 3], (x, w, last) => fusedDense(x, w, last ? {} : { activation })],
        [
          "conv2d",
          [3, 3, 5, 7],
          [2, 3, 7, 3],
          (x, w, last) => fusedConv2d(x, w, { pad: "same", ...(!last && { activation }) }),
        ],
        [
          "winograd",
          [1, 1, 5, 32],
          [5, 5, 32, 36],
          (x, w, last) => fusedConv2d(x, w, { pad: "same", ...(!last && { activation }) }),
        ],
      ];
      for (const [command, first, second, layer] of layers) {
        const step: Step = (x) => {
          const given = command === "gemm" ? tf.reshape(x, [-1, 20]) : x;
          const loss = (a: tf.Tensor, b: tf.Tensor) => tf.sum(tf.square(layer(layer(given, a, false), b, true)));
          return tf.grads(loss as never)([weights(first, 7), weights(second, 3)]);
        };
        const counts = commandsOf(step);
        expect(counts).toHaveProperty(command);
        expect(counts).not.toHaveProperty("masks");
      }
    }
  });
  it("are masked by themselves where others want them too, and behind products of few rows", () => {
    const w = tf.tensor2d(input(7).slice(0, 36), [6, 6]);
    const few: Step = (x) => {
      const loss = (v: tf.Tensor) =>
        tf.sum(
          tf.square(tf.matMul(fusedDense(tf.slice(v, [0, 0], [2, 6]), w, { activation: "relu" }), w, false, true)),
        );
      return [tf.grad(loss)(tf.reshape(x, [-1, 20]))];
    };
    expect(commandsOf(few)).toMatchObject({ masks: 1 });
    w.dispose();
  });
  it("go through an activation and the normalization before it at once", () => {
    const weights = [tf.tensor1d([2, -1, 0.5, 1, 3]), tf.tensor1d([0.5, 0.1, -0.3, 0, 1])];
    const norms = [
      (x: tf.Tensor, gamma: tf.Tensor, beta: tf.Tensor) => batchNorm(x, { gamma, beta, epsilon: 1e-3 }).output,
      (x: tf.Tensor, gamma: tf.Tensor, beta: tf.Tensor) => layerNorm(x, { gamma, beta, epsilon: 1e-3 }),
      (x: tf.Tensor, gamma: tf.Tensor) => layerNorm(x, { gamma, epsilon: 1e-3, centered: false }),
      (x: tf.Tensor, gamma: tf.Tensor, beta: tf.Tensor) => groupNorm(x, { groups: 1, gamma, beta, epsilon: 1e-3 }),
    ];
    for (const norm of norms) {
      for (const activation of activations) {
        const step: Step = (x) => {
          const loss = (...[values, gamma, beta]: tf.Tensor[]) =>
            tf.sum(tf.square(activation(norm(values!, gamma!, beta!))));
          return tf.grads(loss)([tf.mul(x, 2), ...(norm === norms[2] ? weights.slice(0, 1) : weights)]);
        };
        expect(commandsOf(step)).not.toHaveProperty("activationGradient");
        expect(commandsOf(step)).not.toHaveProperty("unary");
      }
    }
    tf.dispose(weights);
  });
  it("are masked by themselves where others want them too", () => {
    const step: Step = (x) => {
      // what goes through the activation goes round the normalization too
      const loss = (v: tf.Tensor) =>
        tf.sum(tf.square(activations[0]!(tf.add(batchNorm(v, { epsilon: 1e-3 }).output, v))));
      return [tf.grad(loss)(x)];
    };
    expect(commandsOf(step)).toMatchObject({ activationGradient: 1, columnNormGradient: 1 });
  });
  it("are masked by themselves where the pooling's input is not what the activation gave", () => {
    const counts = commandsOf(net((y) => tf.maxPool(tf.mul(y, 2) as tf.Tensor4D, 2, 2, "same")));
    expect(counts.gated).toBeUndefined();
  });
});
