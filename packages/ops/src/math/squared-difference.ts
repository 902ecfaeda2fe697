import * as tf from "@hornbeam/kernels/tfjs";
import { binary } from "../_define.ts";

/**
 * Square of the difference, with broadcasting: `(x1 - x2)²`. Not in Keras: a model that holds it is one for this
 * library only, so use `square(subtract(x1, x2))` in graphs that are to be saved.
 *
 * @example
 * squaredDifference([1, 5], 2); // [1, 9]
 */
export const squaredDifference = /* @__PURE__ */ binary(
  "SquaredDifference",
  (a, b) => {
    const difference = tf.sub(a, b);
    return tf.mul(difference, difference);
  },
  { boolAsInt: true },
);
