import { engine, type Tensor, tidy, type Variable } from "@hornbeam/kernels/tfjs";
import { current } from "../../current.ts";
import { own } from "./in-place.ts";
import { inMemory, type NumberInMemory } from "./number-in-memory.ts";

const { fround } = Math;

/**
 * `1 - β` in float32, as Keras computes it: where β is near 1, the rounding shows in a step, and two runs can be compared only if both
 * round alike.
 *
 * @example
 * complement(0.75); // 0.25
 */
export function complement(beta: number): number {
  return fround(1 - fround(beta));
}

/**
 * A decay to the power of a step's number, `βᵗ`, t = iterations + 1: computed in float64, and rounded to float32 at the end.
 *
 * - result: `[]`
 *
 * @param iterations Number of steps before this one, int32.
 * @example
 * stepPower(0.5, 2); // 0.125
 */
export function stepPower(beta: number, iterations: NumberInMemory): Tensor {
  return tidy(() => {
    const count = inMemory(iterations, "int32");
    return made((runtime, y) => runtime.run("stepPower", 1, { base: beta, count: runtime.input(count), y }));
  });
}

/**
 * A learning rate with Adam's correction of the start, `η √(1 - β₂ᵗ) / (1 - β₁ᵗ)`, t = iterations + 1, every part of it rounded to
 * float32.
 *
 * - result: `[]`
 *
 * @param iterations Number of steps before this one, int32.
 * @example
 * correctedRate(3, 0.5, 0.75, 0); // 3
 */
export function correctedRate(
  learningRate: NumberInMemory,
  beta1: number,
  beta2: number,
  iterations: NumberInMemory,
): Tensor {
  return tidy(() => {
    const [rate, count] = [inMemory(learningRate), inMemory(iterations, "int32")];
    return made((runtime, y) => {
      const at = { rate: runtime.input(rate), count: runtime.input(count), y };
      runtime.run("correctedRate", 1, { beta1, beta2, ...at });
    });
  });
}

/**
 * Adds 1 to a count of steps, int32, in place: a recorded step counts on without the host.
 *
 * @example
 * const iterations = variable(scalar(4, "int32"));
 * countUp(iterations);
 * iterations; // 5
 */
export function countUp(count: Variable): void {
  const { runtime } = current();
  own(count, runtime);
  runtime.frame(() => runtime.run("countUp", 1, { count: runtime.update(count) }));
}

/** One number that commands write to an address. */
function made(commands: (runtime: ReturnType<typeof current>["runtime"], y: number) => void): Tensor {
  const { runtime } = current();
  const info = runtime.frame(() => {
    const { info, address } = runtime.output([]);
    commands(runtime, address);
    return info;
  });
  return engine().makeTensorFromTensorInfo(info);
}
