import { type DType, defineOp, type Shape, standardizeDType, type Tensor } from "@hornbeam/core";
import * as tf from "@hornbeam/kernels/tfjs";
import { frontAxis, product } from "../_axes.ts";
import { as } from "../_operands.ts";
import { argumentError, shapeError, spec, specOf } from "../_spec.ts";
import { sumType } from "./_reduction.ts";
import { select } from "./_select.ts";
import { eye } from "./creation.ts";

interface DiagonalOptions {
  offset: number;
  axis1: number;
  axis2: number;
}

const diagonalOptions: DiagonalOptions = { offset: 0, axis1: 0, axis2: 1 };

/**
 * The elements on a diagonal of two axes, as a new last axis; `offset` counts to the right.
 *
 * @see {@link https://keras.io/api/ops/numpy/#diagonal-function | keras.ops.diagonal}
 * @example
 * diagonal([[1, 2], [3, 4]]); // [1, 4]
 */
export const diagonal = /* @__PURE__ */ defineOp<[x: Tensor], DiagonalOptions, Tensor>({
  className: "Diagonal",
  module: "numpy",
  tensors: ["x"],
  options: diagonalOptions,
  call: (x, options) => takeDiagonal("diagonal", x, options),
  spec: (x: unknown, options: DiagonalOptions) =>
    spec(diagonalShape("diagonal", specOf(x).shape, options), specOf(x).dtype),
});

/**
 * Sum of a {@link diagonal}.
 *
 * @see {@link https://keras.io/api/ops/numpy/#trace-function | keras.ops.trace}
 * @example
 * trace([[1, 2], [3, 4]]); // 5
 */
export const trace = /* @__PURE__ */ defineOp<[x: Tensor], DiagonalOptions, Tensor>({
  className: "Trace",
  module: "numpy",
  tensors: ["x"],
  options: diagonalOptions,
  call: (x, options) => tf.sum(takeDiagonal("trace", x.dtype === "bool" ? as(x, "int32") : x, options), -1),
  spec: (x: unknown, options: DiagonalOptions) =>
    spec(diagonalShape("trace", specOf(x).shape, options).slice(0, -1), sumType(specOf(x).dtype)),
});

/**
 * A matrix with a vector on its `k`-th diagonal, or the `k`-th diagonal of a matrix.
 *
 * @throws {ShapeError} when there are more than two axes.
 * @see {@link https://keras.io/api/ops/numpy/#diag-function | keras.ops.diag}
 * @example
 * diag([1, 2]); // [[1, 0], [0, 2]]
 */
export const diag = /* @__PURE__ */ defineOp<[x: Tensor], { k: number }, Tensor>({
  className: "Diag",
  module: "numpy",
  tensors: ["x"],
  options: { k: 0 },
  call: (x, { k }) => {
    checkDiag(x.shape);
    return x.rank === 1 ? onDiagonal(x, k) : takeDiagonal("diag", x, { ...diagonalOptions, offset: k });
  },
  spec: (x: unknown, { k }: { k: number }) => {
    const { shape, dtype } = specOf(x);
    checkDiag(shape);
    if (shape.length === 2) return spec(diagonalShape("diag", shape, { ...diagonalOptions, offset: k }), dtype);
    const size = shape[0] === null ? null : shape[0]! + Math.abs(k);
    return spec([size, size], dtype);
  },
});

/**
 * A matrix with all elements of a tensor on its `k`-th diagonal.
 *
 * @see {@link https://keras.io/api/ops/numpy/ | keras.ops.diagflat}
 * @example
 * diagflat([[1], [2]]); // [[1, 0], [0, 2]]
 */
export const diagflat = /* @__PURE__ */ defineOp<[x: Tensor], { k: number }, Tensor>({
  className: "Diagflat",
  module: "numpy",
  tensors: ["x"],
  options: { k: 0 },
  call: (x, { k }) => onDiagonal(tf.reshape(x, [-1]), k),
  spec: (x: unknown, { k }: { k: number }) => {
    const count = product(specOf(x).shape);
    const size = count === null ? null : count + Math.abs(k);
    return spec([size, size], specOf(x).dtype);
  },
});

/**
 * The elements on and below the `k`-th diagonal of the last two axes, 0 elsewhere.
 *
 * @see {@link https://keras.io/api/ops/numpy/#tril-function | keras.ops.tril}
 * @example
 * tril([[1, 2], [3, 4]]); // [[1, 0], [3, 4]]
 */
export const tril = /* @__PURE__ */ triangle("Tril", tf.lessEqual);

/**
 * The elements on and above the `k`-th diagonal of the last two axes, 0 elsewhere.
 *
 * @see {@link https://keras.io/api/ops/numpy/#triu-function | keras.ops.triu}
 * @example
 * triu([[1, 2], [3, 4]]); // [[1, 2], [0, 4]]
 */
export const triu = /* @__PURE__ */ triangle("Triu", tf.greaterEqual);

/**
 * A matrix of `N` rows and `M` columns, as many unless told, with ones on and below its `k`-th diagonal.
 *
 * @see {@link https://keras.io/api/ops/numpy/#tri-function | keras.ops.tri}
 * @example
 * tri(2); // [[1, 0], [1, 1]]
 */
export function tri(
  N: number,
  {
    M = null,
    k = 0,
    dtype = null,
  }: { readonly M?: number | null; readonly k?: number; readonly dtype?: DType | null } = {},
): Tensor {
  return tf.tidy(() => {
    const mask = triangleMask(N, M ?? N, k, tf.lessEqual);
    return as(mask, dtype === null ? "float32" : standardizeDType(dtype, "call ops.tri"));
  });
}

/**
 * The identity matrix.
 *
 * @see {@link https://keras.io/api/ops/numpy/#identity-function | keras.ops.identity}
 * @example
 * identity(2); // [[1, 0], [0, 1]]
 */
export function identity(n: number, { dtype = null }: { readonly dtype?: DType | null } = {}): Tensor {
  return eye(n, n, { dtype });
}

/** How a column compares to the one on the diagonal. */
type Inside = typeof tf.lessEqual;

function triangle(className: string, inside: Inside) {
  const op = className.toLowerCase();
  return defineOp<[x: Tensor], { k: number }, Tensor>({
    className,
    module: "numpy",
    tensors: ["x"],
    options: { k: 0 },
    call: (x, { k }) => {
      checkMatrix(op, x.shape);
      const mask = triangleMask(x.shape.at(-2)!, x.shape.at(-1)!, k, inside);
      return select(mask, x, tf.zeros([], x.dtype));
    },
    spec: (x: unknown) => {
      checkMatrix(op, specOf(x).shape);
      return spec(specOf(x).shape, specOf(x).dtype);
    },
  });
}

function triangleMask(rows: number, columns: number, k: number, inside: Inside): Tensor {
  const onDiagonal = tf.reshape(tf.range(k, k + rows, 1, "int32"), [rows, 1]);
  return inside(tf.range(0, columns, 1, "int32"), onDiagonal);
}

function takeDiagonal(op: string, x: Tensor, options: DiagonalOptions): Tensor {
  const shape = diagonalShape(op, x.shape, options) as number[];
  const [first, second] = [
    frontAxis(op, options.axis1, x.rank, "axis1"),
    frontAxis(op, options.axis2, x.rank, "axis2"),
  ];
  const rest = x.shape.map((_, axis) => axis).filter((axis) => axis !== first && axis !== second);
  const columns = x.shape[second]!;
  const rows = tf.reshape(tf.transpose(x, [...rest, first, second]), [
    ...shape.slice(0, -1),
    x.shape[first]! * columns,
  ]);
  const start = options.offset >= 0 ? options.offset : -options.offset * columns;
  const places = Int32Array.from({ length: shape.at(-1)! }, (_, i) => start + i * (columns + 1));
  return tf.gather(rows, tf.tensor1d(places, "int32"), shape.length - 1);
}

function diagonalShape(op: string, shape: Shape, { offset, axis1, axis2 }: DiagonalOptions): Shape {
  const [first, second] = [frontAxis(op, axis1, shape.length, "axis1"), frontAxis(op, axis2, shape.length, "axis2")];
  if (first === second) throw argumentError(op, "axis2", "differ from `axis1`", axis2);
  const rest = shape.filter((_, axis) => axis !== first && axis !== second);
  const [rows, columns] = [shape[first]!, shape[second]!];
  if (rows === null || columns === null) return [...rest, null];
  return [...rest, Math.max(0, offset >= 0 ? Math.min(rows, columns - offset) : Math.min(rows + offset, columns))];
}

function onDiagonal(x: Tensor, k: number): Tensor {
  const size = x.size + Math.abs(k);
  const numbers = x.dtype === "bool" ? as(x, "int32") : x;
  // whatever is not on the diagonal is read from behind the vector
  const places = new Int32Array(size * size).fill(x.size);
  for (let i = 0; i < x.size; i++) places[k >= 0 ? i * (size + 1) + k : (i - k) * size + i] = i;
  const withZero = tf.concat([numbers, tf.zeros([1], numbers.dtype)]);
  return as(tf.gather(withZero, tf.tensor2d(places, [size, size], "int32")), x.dtype as "int32");
}

function checkDiag(shape: Shape): void {
  if (shape.length !== 1 && shape.length !== 2) throw shapeError("diag", "the tensor must have one axis or two", shape);
}

function checkMatrix(op: string, shape: Shape): void {
  if (shape.length < 2) throw shapeError(op, "the tensor must have at least two axes", shape);
}
