import * as tf from "@hornbeam/kernels/tfjs";
import { expect, it } from "vitest";
import { expectNear } from "../../../testing/compare.ts";
import { describeVariants } from "../../../testing/variants.ts";
import { cells, type RecurrentOptions } from "./options.ts";
import { recurrent } from "./recurrent.ts";

const units = 3;

/** `sin(a + b i)`, as the numbers of Keras below were made from. */
function waves(shape: number[], a: number, b: number): tf.Tensor {
  return tf.tensor(
    Float32Array.from({ length: tf.util.sizeFromShape(shape) }, (_, i) => Math.sin(a + b * i)),
    shape,
  );
}

/** What Keras' layers give for such weights and masks of dropout: the outputs of the last step, and sums of absolute gradients. */
const keras: readonly {
  readonly how: RecurrentOptions;
  readonly output: readonly number[];
  readonly gradients: readonly number[];
}[] = [
  {
    how: { cell: "lstm" },
    output: [0.21485558, 0.11964478, 0.07060561, 0.05913396, 0.13629994, 0.15978944],
    gradients: [1.47525036, 0.49697703, 1.43970561],
  },
  {
    how: { cell: "gru" },
    output: [0.01982984, 0.52470547, 0.86987609, 0.64358968, 0.84266376, 0.74231875],
    gradients: [3.24696541, 3.48914623, 12.04257011],
  },
  {
    how: { cell: "gru", resetAfter: false },
    output: [0.04546348, 0.46108994, 0.80326349, 0.65673697, 0.81377959, 0.58917075],
    gradients: [3.36463094, 3.00262594, 8.68551159],
  },
  {
    how: { cell: "simple" },
    output: [-0.10436387, -0.987037, -0.9988814, -0.38776693, -0.95576596, -0.98631459],
    gradients: [7.27590847, 19.95751953, 2.87425804],
  },
];

describeVariants("dropout of states in recurrent networks", () => {
  it.each(keras)("is that of Keras: $how", ({ how, output, gradients }) => {
    tf.tidy(() => {
      const { gates } = cells[how.cell];
      const hasTwo = how.cell === "gru" && how.resetAfter !== false;
      const weights = [
        waves([2, gates * units], 1, 0.7),
        waves([units, gates * units], 2, 0.7),
        waves(hasTwo ? [2, gates * units] : [1, gates * units], 3, 0.7),
      ];
      const x = tf.reshape(waves([2, 4, 2], 0.3, 1.1), [8, 2]) as tf.Tensor2D;
      const factors = tf.concat(
        Array.from({ length: gates }, (_, gate) =>
          tf.tensor2d(
            Array.from({ length: 2 * units }, (_, i) => ((i * (gate + 2) + gate) % 3 > 0 ? 2 : 0)),
            [2, units],
          ),
        ),
        1,
      );
      const mask = tf.tensor2d([1, 1, 0, 1, 0, 1, 1, 1], [2, 4], "bool");
      const run = (kernel: tf.Tensor, recurrentKernel: tf.Tensor, bias: tf.Tensor) => {
        const biases = tf.unstack(bias);
        const sums = tf.reshape(tf.add(tf.matMul(x, kernel as tf.Tensor2D), biases[0]!), [2, 4, gates * units]);
        const inputs = { sums, recurrentKernel, recurrentBias: biases[1], factors, mask };
        return recurrent(inputs, { ...how, returnSequences: true }).output;
      };
      const [kernel, recurrentKernel, bias] = weights as [tf.Tensor, tf.Tensor, tf.Tensor];
      const last = tf.slice(run(kernel, recurrentKernel, bias), [0, 3, 0], [2, 1, units]);
      expectNear(last.dataSync(), [...output], 2e-6);
      const made = tf.grads((...all) => tf.sum(tf.square(run(all[0]!, all[1]!, all[2]!))))(weights);
      const sums = made.map((gradient) => tf.sum(tf.abs(gradient)).dataSync()[0]!);
      expectNear(sums, [...gradients], 2e-5);
    });
  });

  it("lets the gates see the states times their own factors", () => {
    const sums = tf.tensor3d([[[1], [1], [1]]]);
    const [recurrentKernel, factors] = [tf.tensor2d([[2]]), tf.tensor2d([[0.5]])];
    const how = { cell: "simple", activation: "linear", returnSequences: true } as const;
    const { output } = recurrent({ sums, recurrentKernel, factors }, how);
    expect([...output.dataSync()]).toEqual([1, 2, 3]); // 1 + 2 (0.5 h)
    tf.dispose([sums, recurrentKernel, factors, output]);
  });

  it("takes an empty batch", () => {
    tf.tidy(() => {
      const [sums, factors] = [tf.zeros([0, 4, 15]), tf.zeros([0, 15])];
      const run = (recurrentKernel: tf.Tensor) =>
        tf.sum(recurrent({ sums, recurrentKernel, factors }, { cell: "gru" }).output);
      expect([
        ...tf
          .grad(run)(tf.ones([5, 15]))
          .dataSync(),
      ]).toEqual(new Array(75).fill(0));
    });
  });

  it("has no part in what skipped steps leave", () => {
    tf.tidy(() => {
      // memory that was used before may hold NaN, which must not meet the zeros of skipped steps
      tf.dispose(Array.from({ length: 8 }, () => tf.fill([2, 5, 6], Number.NaN)));
      const mask = tf.tensor2d([1, 0, 0, 1, 0, 0, 0, 1, 0, 1], [2, 5], "bool");
      const run = (recurrentKernel: tf.Tensor) =>
        tf.sum(
          recurrent({ sums: tf.ones([2, 5, 18]), recurrentKernel, mask }, { cell: "gru", resetAfter: false }).output,
        );
      expect(
        tf
          .grad(run)(tf.ones([6, 18]))
          .dataSync()
          .every(Number.isFinite),
      ).toBe(true);
    });
  });
});
