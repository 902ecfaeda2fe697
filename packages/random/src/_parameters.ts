import { type KnownShape, refusal, ShapeError, type Tensor, type TensorLike, toTensor } from "@hornbeam/core";

/** A parameter of a distribution: a number, or a tensor that broadcasts to the shape of what is drawn. */
export interface Parameter {
  /** The tensor, if it is one. */
  readonly tensor?: Tensor;
  /** The value at each element, from the tensor's values. */
  readonly at: (values: ArrayLike<number> | undefined) => (i: number) => number;
}

/** A parameter's value at each element of a shape, to which it must broadcast. */
export function parameter(op: string, name: string, value: TensorLike, shape: KnownShape): Parameter {
  if (typeof value === "number") return { at: () => () => value };
  const action = `call random.${op}`;
  const tensor = toTensor(value, { dtype: "float32", action });
  const own = tensor.shape;
  const offset = shape.length - own.length;
  const fits = offset >= 0 && own.every((size, axis) => size === 1 || size === shape[axis + offset]);
  if (!fits) {
    const expected = `\`${name}\` must broadcast to [${shape.join(", ")}]`;
    throw refusal(ShapeError, { action, expected, receivedAs: "shape", received: own });
  }
  return { tensor, at: (values) => (i) => values![sourceIndex(i, shape, own, offset)]! };
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
