/** Sizes of the axes, batch first; `null` where a size is not known. */
export type Shape = readonly (number | null)[];

/** A shape of which every size is known. */
export type KnownShape = readonly number[];

export function isShape(value: unknown): value is Shape {
  return Array.isArray(value) && value.every((size) => size === null || (Number.isInteger(size) && size >= 0));
}

/** Number of elements of an array of that shape. */
export function sizeOf(shape: KnownShape): number {
  return shape.reduce((product, size) => product * size, 1);
}

/** Steps between neighbours along each axis of a row-major array. */
export function stridesOf(shape: KnownShape): number[] {
  const strides = new Array<number>(shape.length);
  let step = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    strides[axis] = step;
    step *= shape[axis]!;
  }
  return strides;
}

export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((size, axis) => size === b[axis]);
}

/** An axis counted from the front; `undefined` where there is no such axis. */
export function axisOf(axis: number, rank: number): number | undefined {
  const positive = axis < 0 ? axis + rank : axis;
  return Number.isInteger(axis) && positive >= 0 && positive < rank ? positive : undefined;
}
