import type { Tensor } from "@hornbeam/core";
import * as tf from "@hornbeam/kernels/tfjs";
import { select } from "../numpy/_select.ts";

export interface Lookup {
  /** The sizes of the axes that coordinates are of. */
  readonly sizes: readonly number[];
  /** A vector of places along each of those axes. */
  readonly coordinates: readonly Tensor[];
  /** The nearest element of a place. Without it, values are mixed of the neighbours on both sides. */
  readonly nearest?: (place: Tensor) => Tensor;
  /** Where in its axis an index outside of it reads. */
  readonly fold?: (index: Tensor, size: number) => Tensor;
  /** What is read outside. Without it, what is nearest there. */
  readonly fillValue?: number;
  /** What is added to the row number of each place: where its image starts. */
  readonly offset?: Tensor;
}

interface Neighbour {
  readonly index: Tensor;
  readonly inside?: Tensor;
  readonly weight?: Tensor;
}

/** Values `[places, channels]` at places between the rows of `rows`, which are `sizes` in row-major order. */
export function interpolate(rows: Tensor, lookup: Lookup): Tensor {
  const axes = lookup.coordinates.map((places, axis) => neighbours(places, lookup.sizes[axis]!, lookup));
  return mix(rows, lookup, axes, []);
}

function neighbours(places: Tensor, size: number, { nearest, fold, fillValue }: Lookup): Neighbour[] {
  const at = (index: Tensor): Neighbour => {
    const folded = fold ? fold(index, size) : index;
    if (fillValue === undefined) return { index: folded };
    const inside = tf.logicalAnd(tf.greaterEqual(folded, 0), tf.lessEqual(folded, size - 1));
    return { index: folded, inside };
  };
  if (nearest) return [at(nearest(places))];
  const lower = tf.floor(places);
  const upper = tf.add(lower, 1);
  return [
    { ...at(lower), weight: tf.expandDims(tf.sub(upper, places), 1) },
    { ...at(upper), weight: tf.expandDims(tf.sub(places, lower), 1) },
  ];
}

/** Mixes along the axes that are left, the last one first. */
function mix(
  rows: Tensor,
  lookup: Lookup,
  [axis, ...left]: readonly Neighbour[][],
  chosen: readonly Neighbour[],
): Tensor {
  if (axis === undefined) return valuesAt(rows, chosen, lookup);
  const parts = axis.map((neighbour) => {
    const values = mix(rows, lookup, left, [...chosen, neighbour]);
    return neighbour.weight ? tf.mul(values, neighbour.weight) : values;
  });
  return parts.reduce((sum, part) => tf.add(sum, part));
}

function valuesAt(rows: Tensor, corner: readonly Neighbour[], { sizes, fillValue, offset }: Lookup): Tensor {
  let place: Tensor | undefined;
  let inside: Tensor | undefined;
  corner.forEach((neighbour, axis) => {
    // what is not a number becomes 0: nothing is read outside of the rows
    const index = tf.cast(tf.clipByValue(neighbour.index, 0, sizes[axis]! - 1), "int32");
    place = place ? tf.add(tf.mul(place, tf.scalar(sizes[axis]!, "int32")), index) : index;
    inside = inside && neighbour.inside ? tf.logicalAnd(inside, neighbour.inside) : neighbour.inside;
  });
  const values = tf.gather(rows, (offset ? tf.add(place!, offset) : place!) as tf.Tensor1D, 0);
  return inside ? select(tf.expandDims(inside, 1), values, tf.scalar(fillValue!)) : values;
}
