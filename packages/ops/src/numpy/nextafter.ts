import { type HostValues, hostWork } from "@hornbeam/kernels";
import * as tf from "@hornbeam/kernels/tfjs";
import { binary } from "../_define.ts";
import { spread } from "./_select.ts";

/**
 * The next float32 number after `x1` in the direction of `x2`, with broadcasting; has no gradient.
 *
 * @see {@link https://keras.io/api/ops/numpy/ | keras.ops.nextafter}
 * @example
 * nextafter([1, 0], [2, -1]); // [1.0000001, 0]
 */
export const nextafter = /* @__PURE__ */ binary(
  "Nextafter",
  (x1, x2) => {
    const shape = tf.backend_util.assertAndGetBroadcastShape(x1.shape, x2.shape);
    return hostWork([spread(x1, shape), spread(x2, shape)], shape, "float32", (from, to) => neighbours(from!, to!));
  },
  { also: ["float"] },
);

function neighbours(from: HostValues, to: HostValues): Float32Array {
  const numbers = Float32Array.from(from);
  // the bits of floats of one sign, read as integers, are in the order of their sizes
  const bits = new Int32Array(numbers.buffer);
  for (let i = 0; i < numbers.length; i++) {
    const [a, b] = [from[i]!, to[i]!];
    if (Number.isNaN(a) || Number.isNaN(b)) numbers[i] = Number.NaN;
    else if (a === 0 && b !== 0) bits[i] = b > 0 ? 1 : -0x7fffffff;
    else if (a !== b) bits[i]! += a < b === a > 0 ? 1 : -1;
  }
  return numbers;
}
