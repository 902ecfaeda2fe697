import { defineOp, type Tensor } from "@hornbeam/core";
import * as tf from "@hornbeam/kernels/tfjs";
import { type Axis, frontAxes, frontAxis } from "../_axes.ts";
import { argumentError, spec, specOf } from "../_spec.ts";

/**
 * The elements in reverse order along axes, along all of them unless told.
 *
 * @see {@link https://keras.io/api/ops/numpy/#flip-function | keras.ops.flip}
 * @example
 * flip([[1, 2], [3, 4]], 1); // [[2, 1], [4, 3]]
 */
export const flip = /* @__PURE__ */ defineOp<[x: Tensor], { axis: Axis }, Tensor>({
  className: "Flip",
  module: "numpy",
  tensors: ["x"],
  options: { axis: null as Axis },
  call: (x: Tensor, { axis }) => tf.reverse(x, frontAxes("flip", axis, x.rank)),
  spec: (x: unknown, { axis }: { axis: Axis }) => {
    const { shape, dtype } = specOf(x);
    frontAxes("flip", axis, shape.length);
    return spec(shape, dtype);
  },
});

/**
 * The elements moved along axes, those that fall off an end back in at the other; in the flattened tensor unless told.
 *
 * @see {@link https://keras.io/api/ops/numpy/#roll-function | keras.ops.roll}
 * @example
 * roll([1, 2, 3], 1); // [3, 1, 2]
 */
export const roll = /* @__PURE__ */ defineOp<[x: Tensor, shift: number | readonly number[]], { axis: Axis }, Tensor>({
  className: "Roll",
  module: "numpy",
  tensors: ["x"],
  settings: ["shift"],
  options: { axis: null as Axis },
  call: (x: Tensor, shift: number | readonly number[], { axis }) => {
    if (axis === null) {
      const total = [shift].flat().reduce((sum, one) => sum + one, 0);
      return tf.reshape(rolled(tf.reshape(x, [-1]), total, 0), x.shape);
    }
    const axes = [axis].flat().map((one) => frontAxis("roll", one, x.rank));
    const shifts = [shift].flat();
    if (shifts.length !== 1 && shifts.length !== axes.length)
      throw argumentError("roll", "shift", "be one number, or one for each axis", shift);
    return axes.reduce((rolling, one, i) => rolled(rolling, shifts[i] ?? shifts[0]!, one), x);
  },
  spec: (x: unknown) => spec(specOf(x).shape, specOf(x).dtype),
});

function rolled(x: Tensor, shift: number, axis: number): Tensor {
  const size = x.shape[axis]!;
  const by = size === 0 ? 0 : ((shift % size) + size) % size;
  if (by === 0) return tf.clone(x);
  const [head, tail] = tf.split(x, [size - by, by], axis) as [Tensor, Tensor];
  return tf.concat([tail, head], axis);
}
