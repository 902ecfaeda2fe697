import * as tf from "@hornbeam/kernels/tfjs";
import { expect, it } from "vitest";
import { type Compute, expectClose, expectNear, floats, gradientsOf, run } from "../../../testing/compare.ts";
import { describeVariants } from "../../../testing/variants.ts";
import { cells, type RecurrentInputs, type RecurrentOptions } from "./options.ts";
import { recurrent } from "./recurrent.ts";

interface Case extends RecurrentOptions {
  readonly size: readonly [batch: number, steps: number, units: number];
  readonly masked?: boolean;
  readonly stated?: boolean;
  readonly dropped?: boolean;
}

/** All results of a network as a function of its float inputs, and numbers for them. */
function setUp({ size: [batch, steps, units], masked, stated, dropped, ...options }: Case) {
  const { gates, states } = cells[options.cell];
  const biased = options.cell === "gru" && options.resetAfter !== false;
  const inputs = [
    floats([batch, steps, gates * units], -2, 2),
    floats([units, gates * units], -1, 1, 2),
    ...(biased ? [floats([gates * units], -1, 1, 3)] : []),
    ...(stated ? Array.from({ length: states }, (_, i) => floats([batch, units], -1, 1, 4 + i)) : []),
  ];
  const bits = Array.from({ length: batch * steps }, (_, i) => Number((i * 7) % 5 > 1 && i % steps > 0));
  const compute: Compute = (...given) => {
    const [sums, recurrentKernel, ...rest] = (given as tf.Tensor[]).filter(Boolean);
    const recurrentBias = biased ? rest.shift() : undefined;
    // each gate drops other units
    const dropping = Float32Array.from({ length: batch * gates * units }, (_, i) => ((i * 5) % 7 > 2 ? 1.75 : 0));
    const factors = dropped ? tf.tensor2d(dropping, [batch, gates * units]) : undefined;
    const mask = masked ? tf.tensor2d(bits, [batch, steps], "bool") : undefined;
    const all: RecurrentInputs = {
      ...{ sums: sums!, recurrentKernel: recurrentKernel!, recurrentBias, factors, mask },
      states: stated ? rest : undefined,
    };
    const made = recurrent(all, options);
    return [made.output, ...made.states];
  };
  return { compute, inputs };
}

async function expectAsPlain(given: Case): Promise<void> {
  const { compute, inputs } = setUp(given);
  const what = `${JSON.stringify(given)}: `;
  expectClose(await run("wasm", compute, inputs), await run("cpu", compute, inputs), 1e-5, what);
  const gradients = gradientsOf(compute);
  expectClose(await run("wasm", gradients, inputs), await run("cpu", gradients, inputs), 2e-5, `${what}gradient, `);
}

describeVariants("recurrent networks", () => {
  const kinds: readonly RecurrentOptions[] = [
    { cell: "lstm" },
    { cell: "gru" },
    { cell: "gru", resetAfter: false },
    { cell: "simple" },
  ];
  for (const kind of kinds) {
    const name = `${kind.cell}${kind.resetAfter === false ? ", reset before" : ""}`;
    it(`agree with plain ops for 1 to 17 units: ${name}`, async () => {
      for (let units = 1; units <= 17; units++) await expectAsPlain({ ...kind, size: [3, 4, units] });
      await expectAsPlain({ ...kind, size: [19, 3, 12], returnSequences: true, returnStates: true, stated: true });
      for (let units = 1; units <= 17; units++) await expectAsPlain({ ...kind, size: [3, 4, units], dropped: true });
      for (const batch of [1, 17]) await expectAsPlain({ ...kind, size: [batch, 3, 8], stated: true, dropped: true });
    });

    it(`agree with plain ops in all options: ${name}`, async () => {
      for (let bits = 0; bits < 64; bits++) {
        const on = (bit: number) => (bits & (1 << bit)) !== 0;
        const dropped = [0, 1, 2, 3, 4, 5].filter(on).length % 2 === 1;
        await expectAsPlain({
          ...{ ...kind, size: [2, 5, 6], masked: on(0), stated: on(1), goBackwards: on(2), returnSequences: on(3) },
          ...{ returnStates: on(4), zeroOutputForMask: on(5), dropped },
        });
      }
    });

    it(`agree with plain ops in all activations: ${name}`, async () => {
      for (const activation of ["linear", "relu", "sigmoid", "hardSigmoid"] as const) {
        await expectAsPlain({ ...kind, size: [2, 3, 5], activation });
        await expectAsPlain({ ...kind, size: [2, 3, 5], recurrentActivation: activation });
      }
    });

    it(`have gradients of gradients: ${name}`, () => {
      const { compute, inputs } = setUp({ ...kind, size: [2, 3, 4], returnSequences: true, dropped: true });
      const [sums, ...weights] = inputs.map(({ data, shape }) => tf.tensor(data, [...shape]));
      const penalty = (x: tf.Tensor) => {
        const inner = tf.grad((a) =>
          tf.sum(tf.square((compute(a, ...(weights as [never, never, never, never])) as tf.Tensor[])[0]!)),
        );
        return tf.sum(tf.square(inner(x)));
      };
      const gradient = tf.tidy(() => tf.grad(penalty)(sums!).dataSync());
      const h = 1e-2;
      for (const at of [0, 5, 11]) {
        const moved = (delta: number) =>
          tf.tidy(() => {
            const data = Float32Array.from(inputs[0]!.data, (x, i) => x + (i === at ? delta : 0));
            return penalty(tf.tensor(data, sums!.shape)).dataSync()[0]!;
          });
        expect(gradient[at]).toBeCloseTo((moved(h) - moved(-h)) / (2 * h), 1);
      }
      tf.dispose([sums!, ...weights]);
    });
  }

  it("are what Keras gives for an LSTM of one unit", () => {
    const made = recurrent(
      {
        sums: tf.tensor3d([
          [
            [1, 0.5, -1, 2],
            [0, 1, 0.5, -0.5],
          ],
        ]),
        recurrentKernel: tf.tensor2d([[0.5, -0.5, 1, 0.25]]),
      },
      { cell: "lstm", returnStates: true },
    );
    const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
    const c1 = sigmoid(1) * Math.tanh(-1);
    const h1 = sigmoid(2) * Math.tanh(c1);
    const c2 = sigmoid(1 - 0.5 * h1) * c1 + sigmoid(0.5 * h1) * Math.tanh(0.5 + h1);
    const h2 = sigmoid(-0.5 + 0.25 * h1) * Math.tanh(c2);
    expectNear(made.output.dataSync(), [h2], 1e-6);
    expectNear(made.states[0]!.dataSync(), [h2], 1e-6);
    expectNear(made.states[1]!.dataSync(), [c2], 1e-6);
    tf.dispose([made.output, ...made.states]);
  });

  it("keep what is not a number in its row", async () => {
    const { compute, inputs } = setUp({ cell: "gru", size: [3, 4, 5] });
    inputs[0]!.data[4 * 15 + 2] = Number.NaN;
    const [output] = await run("wasm", compute, inputs);
    const rows = [0, 1, 2].map((row) => [...output!.data.slice(5 * row, 5 * row + 5)].some(Number.isNaN));
    expect(rows).toEqual([false, true, false]);
  });

  it("refuse what does not fit", () => {
    const [sums, recurrentKernel] = [tf.zeros([2, 3, 8]), tf.zeros([2, 8])];
    expect(() => recurrent({ sums, recurrentKernel: tf.zeros([2, 6]) }, { cell: "lstm" })).toThrow(
      "Cannot compute a recurrent network: `recurrentKernel` must be float32 of shape [2, 8], received float32 [2, 6]",
    );
    expect(() => recurrent({ sums, recurrentKernel, states: [tf.zeros([2, 2])] }, { cell: "lstm" })).toThrow(
      "Cannot compute a recurrent network: there must be 2 states, received 1",
    );
    expect(() => recurrent({ sums, recurrentKernel, mask: tf.zeros([2, 3]) }, { cell: "lstm" })).toThrow(
      "Cannot compute a recurrent network: `mask` must be bool of shape [2, 3], received float32 [2, 3]",
    );
    expect(() => recurrent({ sums, recurrentKernel, factors: tf.zeros([2, 2]) }, { cell: "lstm" })).toThrow(
      "Cannot compute a recurrent network: `factors` must be float32 of shape [2, 8], received float32 [2, 2]",
    );
  });
});
