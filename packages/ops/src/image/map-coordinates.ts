import { defineOp, isFloat, type Shape, type Tensor } from "@hornbeam/core";
import * as tf from "@hornbeam/kernels/tfjs";
import { as, toFloat } from "../_operands.ts";
import { argumentError, shapeError, spec, specOf } from "../_spec.ts";
import { select } from "../numpy/_select.ts";
import { interpolate } from "./_interpolate.ts";

interface MapCoordinatesOptions {
  fillMode: CoordinateFillMode;
  fillValue: number;
}

export type CoordinateFillMode = "constant" | "nearest" | "wrap" | "mirror" | "reflect";

/**
 * Elements at places between those of a tensor: the nearest one for order 0, a mix of the neighbours for order 1.
 * Places outside read `fillValue`, the nearest element, or a continuation of the tensor: repeated (`"wrap"`), mirrored
 * at the centers of its last elements (`"mirror"`) or at their edges (`"reflect"`).
 *
 * - inputs: a tensor of any rank
 * - coordinates: `[rank, ...]`, the places along each axis
 * - output: `[...]`, in the dtype of the inputs; integers are rounded
 *
 * @throws {ShapeError} when there is not a row of coordinates for each axis.
 * @see {@link https://keras.io/api/ops/image/#mapcoordinates-function | keras.ops.image.map_coordinates}; at negative
 *   places and beyond mirrors this does what its page says, as all backends but TensorFlow's do
 * @example
 * image.mapCoordinates([1, 2, 4], [[0.5, 2]], 1); // [1.5, 4]
 */
export const mapCoordinates = /* @__PURE__ */ defineOp<
  [inputs: Tensor, coordinates: Tensor, order: number],
  MapCoordinatesOptions,
  Tensor
>({
  className: "MapCoordinates",
  module: "image",
  tensors: ["inputs", "coordinates"],
  settings: ["order"],
  options: { fillMode: "constant", fillValue: 0 },
  call: (inputs, coordinates, order, { fillMode, fillValue }) => {
    const shape = mappedShape(inputs.shape, coordinates.shape, order, fillMode) as number[];
    const fold = folds[fillMode];
    const flat = tf.reshape(toFloat(coordinates), [-1]);
    const count = flat.size / inputs.rank;
    const places = inputs.shape.map((_, axis) => tf.slice(flat, [axis * count], [count]));
    const rows = tf.reshape(toFloat(inputs), [-1, 1]);
    const lookup = { sizes: inputs.shape, coordinates: places, ...(fold ? { fold } : { fillValue }) };
    const mapped = interpolate(rows, order === 0 ? { ...lookup, nearest: tf.round } : lookup);
    const values = tf.reshape(mapped, shape);
    return isFloat(inputs.dtype) ? values : as(tf.round(values), inputs.dtype as "int32");
  },
  spec: (inputs: unknown, coordinates: unknown, order: number, { fillMode }: MapCoordinatesOptions) => {
    const { shape, dtype } = specOf(inputs);
    return spec(mappedShape(shape, specOf(coordinates).shape, order, fillMode), dtype);
  },
});

function mappedShape(shape: Shape, coordinates: Shape, order: number, fillMode: string): Shape {
  const op = "image.mapCoordinates";
  if (order !== 0 && order !== 1) throw argumentError(op, "order", "be 0 or 1", order);
  if (!Object.keys(folds).includes(fillMode)) {
    const expected = `be one of ${Object.keys(folds)
      .map((name) => `"${name}"`)
      .join(", ")}`;
    throw argumentError(op, "fillMode", expected, fillMode);
  }
  if (coordinates.length < 2) throw shapeError(op, "`coordinates` must have rank 2 or more", coordinates);
  if (coordinates[0] !== shape.length) {
    const expected = `the first axis of \`coordinates\` must have a row for each of the ${shape.length} axes of \`inputs\``;
    throw shapeError(op, expected, coordinates);
  }
  return coordinates.slice(1);
}

/** Where in the axis an index outside of it reads. */
export const folds: Readonly<Record<CoordinateFillMode, ((index: Tensor, size: number) => Tensor) | undefined>> = {
  constant: undefined,
  nearest: (index, size) => tf.clipByValue(index, 0, size - 1),
  wrap: (index, size) => modulo(index, size),
  mirror: (index, size) => {
    if (size === 1) return tf.zerosLike(index);
    const place = modulo(index, 2 * size - 2);
    return select(tf.less(place, size), place, tf.sub(2 * size - 2, place));
  },
  reflect: (index, size) => {
    const place = modulo(index, 2 * size);
    return select(tf.less(place, size), place, tf.sub(2 * size - 1, place));
  },
};

/** The rest of a division, from 0 on. */
function modulo(x: Tensor, period: number): Tensor {
  return tf.sub(x, tf.mul(tf.floor(tf.div(x, period)), period));
}
