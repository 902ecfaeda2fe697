import {
  type KnownShape,
  NDArray,
  refusal,
  ShapeError,
  type TensorLike,
  tidy,
  toNDArray,
  toTensor,
} from "@hornbeam/core";

/** A parameter's value at each element of a shape, to which it must broadcast. */
export function parameter(op: string, name: string, value: TensorLike, shape: KnownShape): (i: number) => number {
  if (typeof value === "number") return () => value;
  const action = `call random.${op}`;
  const array =
    value instanceof NDArray
      ? value.astype("float32")
      : (tidy(() => toNDArray(toTensor(value, { dtype: "float32", action })) as never) as NDArray);
  const offset = shape.length - array.rank;
  const fits = offset >= 0 && array.shape.every((size, axis) => size === 1 || size === shape[axis + offset]);
  if (!fits) {
    const expected = `\`${name}\` must broadcast to [${shape.join(", ")}]`;
    throw refusal(ShapeError, { action, expected, receivedAs: "shape", received: array.shape });
  }
  const data = array.data as Float32Array;
  return (i) => data[sourceIndex(i, shape, array.shape, offset)]!;
}

/** Where in a smaller array the element of a larger one comes from. */
function sourceIndex(i: number, shape: KnownShape, own: KnownShape, offset: number): number {
  let [rest, index, stride] = [i, 0, 1];
  for (let axis = shape.length - 1; axis >= offset; axis--) {
    const place = rest % shape[axis]!;
    rest = (rest - place) / shape[axis]!;
    const size = own[axis - offset]!;
    if (size !== 1) index += place * stride;
    stride *= size;
  }
  return index;
}
