import * as tf from "@hornbeam/kernels/tfjs";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { programOf, replayed, type TestStep } from "../../../testing/programs.ts";
import { fusedConv2d } from "../../fused/conv2d.ts";
import { sgdUpdate } from "../../fused/optimizers/sgd.ts";
import { start } from "../../start.ts";
import type { Instruction } from "../instruction.ts";

/** What the last program was built of. */
const built = vi.hoisted(() => ({ instructions: [] as readonly Instruction[] }));
vi.mock("../build-program.ts", async (original) => {
  const real = await original<typeof import("../build-program.ts")>();
  const buildProgram: typeof real.buildProgram = (runtime, places, step) => {
    built.instructions = step.instructions;
    return real.buildProgram(runtime, places, step);
  };
  return { ...real, buildProgram };
});

const size = 28 * 28 * 32;
const input = (k: number) => Float32Array.from({ length: size }, (_, i) => Math.sin(i * k));
const filterOf = (k: number, taps = 3) =>
  tf.tidy(() =>
    tf.variable(
      tf.tensor4d(
        Float32Array.from({ length: taps * taps * 1024 }, (_, i) => Math.cos(i * k) / 99),
        [taps, taps, 32, 32],
      ),
    ),
  );
const image = (x: tf.Tensor, side: number) =>
  tf.slice(tf.reshape(x, [1, 28, 28, 32]), 0, [1, side, side, 32]) as tf.Tensor4D;
const conv = (x: tf.Tensor4D, filter: tf.Tensor) =>
  fusedConv2d(x, filter as tf.Tensor4D, { pad: "same" }) as tf.Tensor4D;
const end = (y: tf.Tensor) => tf.reshape(y, [-1]);

/** How often a step packs; replays must give what the step gives, bit by bit. */
function packings(step: TestStep): number {
  const program = programOf([input(0.1)], step);
  for (const k of [0.3, 0.7, 0.3]) {
    const eager = tf.tidy(() => [...step(tf.tensor1d(input(k)))!.dataSync()] as never) as number[];
    expect(replayed(program, input(k))).toEqual(eager);
  }
  program.dispose();
  return built.instructions.filter(
    (each) => each.kind === "command" && ["packFilter", "packFlippedFilter", "winogradFilter"].includes(each.command),
  ).length;
}

describe("what is packed", () => {
  beforeAll(() => start());

  it.each([
    ["directly", 8],
    ["by Winograd's transform", 28],
  ])("%s is packed once for several calls of a layer", (_, side) => {
    const w = filterOf(1);
    expect(packings((x) => end(conv(conv(conv(image(x, side), w), w), w)))).toBe(1);
    w.dispose();
  });

  it("is packed anew for other weights, another use and another size", () => {
    const [w, v, five] = [filterOf(1), filterOf(2), filterOf(3, 5)];
    expect(packings((x) => end(tf.add(conv(image(x, 8), w), conv(image(x, 8), v))))).toBe(2);
    expect(packings((x) => end(tf.add(conv(image(x, 8), w), conv(image(x, 8), five))))).toBe(2);
    // forwards, and turned for the gradient of the input
    expect(packings((x) => end(tf.grad((y) => tf.square(conv(conv(y as tf.Tensor4D, w), w)))(image(x, 8))))).toBe(2);
    tf.dispose([w, v, five]);
  });

  it("is packed anew once it was written", () => {
    const [eager, recorded] = [filterOf(1), filterOf(1)];
    const stepOf =
      (w: tf.Variable): TestStep =>
      (x) => {
        const before = conv(conv(image(x, 8), w), w);
        sgdUpdate([w], [tf.mul(w, tf.mean(x))], { learningRate: 0.5 });
        return end(conv(conv(before, w), w));
      };
    const inputs = [0.1, 0.1, 0.1, 0.3, 0.7].map(input);
    const wanted = inputs.map((values) => tf.tidy(() => [...stepOf(eager)(tf.tensor1d(values))!.dataSync()] as never));
    const program = programOf([inputs[0]!], stepOf(recorded));
    expect(built.instructions.filter((each) => each.kind === "command" && each.command === "packFilter")).toHaveLength(
      2,
    );
    for (const at of [3, 4]) expect(replayed(program, inputs[at]!)).toEqual(wanted[at]);
    program.dispose();
    tf.dispose([eager, recorded]);
  });
});
