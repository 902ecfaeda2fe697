import { DTypeError, refusal, ShapeError } from "../errors.ts";
import type { DType } from "./dtype.ts";
import { type KnownShape, sameShape, sizeOf, stridesOf } from "./shape.ts";
import type { Storage } from "./storage.ts";

export interface Plain {
  readonly data: Storage;
  readonly shape: KnownShape;
  readonly dtype: DType;
}
export type Operand = Plain | number;

/** The shape that two arrays broadcast to; `undefined` where they do not fit. */
export function broadcastShape(a: KnownShape, b: KnownShape): number[] | undefined {
  const rank = Math.max(a.length, b.length);
  const shape: number[] = [];
  for (let i = 0; i < rank; i++) {
    const left = a[i - rank + a.length] ?? 1;
    const right = b[i - rank + b.length] ?? 1;
    if (left !== right && left !== 1 && right !== 1) return undefined;
    shape.push(left === 1 ? right : left);
  }
  return shape;
}

/** `f(a, b)` element by element with broadcasting, in float64 where an operand is, else in float32. */
export function arithmetic(verb: string, a: Plain, b: Operand, f: (a: number, b: number) => number): Plain {
  const left = numeric(verb, a);
  const wide = a.dtype === "float64" || (typeof b !== "number" && b.dtype === "float64");
  const result = (size: number) => (wide ? new Float64Array(size) : new Float32Array(size));
  const dtype = wide ? "float64" : "float32";
  if (typeof b === "number") {
    const data = result(left.length);
    for (let i = 0; i < data.length; i++) data[i] = f(Number(left[i]), b);
    return { data, shape: a.shape, dtype };
  }
  const right = numeric(verb, b);
  const shape = broadcastShape(a.shape, b.shape);
  if (!shape) {
    const expected = `the shapes must broadcast, that of the left side being [${a.shape.join(", ")}]`;
    throw refusal(ShapeError, { action: `${verb} NDArrays`, expected, receivedAs: "shape", received: b.shape });
  }
  const data = result(sizeOf(shape));
  const position = sameShape(a.shape, b.shape)
    ? undefined
    : ([stepper(a.shape, shape), stepper(b.shape, shape)] as const);
  for (let i = 0; i < data.length; i++) {
    data[i] = f(Number(left[position ? position[0](i) : i]), Number(right[position ? position[1](i) : i]));
  }
  return { data, shape, dtype };
}

export function numeric(verb: string, array: Plain): Exclude<Storage, string[]> {
  if (Array.isArray(array.data)) {
    throw refusal(DTypeError, {
      action: `${verb} NDArray`,
      expected: "the elements must be numbers",
      received: array.dtype,
    });
  }
  return array.data;
}

/** From a position in the broadcast result to one in the operand. */
function stepper(own: KnownShape, result: KnownShape): (position: number) => number {
  const outer = stridesOf(result);
  const inner = stridesOf(own);
  const shift = result.length - own.length;
  const steps = result.map((_, axis) => (axis < shift || own[axis - shift] === 1 ? 0 : inner[axis - shift]!));
  return (position) => {
    let rest = position;
    let at = 0;
    for (let axis = 0; axis < outer.length; axis++) {
      at += Math.floor(rest / outer[axis]!) * steps[axis]!;
      rest %= outer[axis]!;
    }
    return at;
  };
}
