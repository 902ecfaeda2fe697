import { type DType, defineOp, type KnownShape, type Shape, type Tensor } from "@hornbeam/core";
import { KernelError } from "@hornbeam/kernels";
import * as tf from "@hornbeam/kernels/tfjs";
import { as } from "../_operands.ts";
import { argumentError, shapeError, spec, specOf } from "../_spec.ts";
import { combined } from "./_combine.ts";

/**
 * Zeros of a shape, with values added at indices.
 *
 * - indices: `[n, depth]`, each row the place of an element, or of a slice where it is shorter than the shape
 * - values: `[n, ...]`
 *
 * @throws {ShapeError} when indices and values do not fit the shape.
 * @see {@link https://keras.io/api/ops/core/#scatter-function | keras.ops.scatter}
 * @example
 * scatter([[1], [1]], [2, 3], [3]); // [0, 5, 0]
 */
export const scatter = /* @__PURE__ */ defineOp<[indices: Tensor, values: Tensor, shape: KnownShape], object, Tensor>({
  className: "Scatter",
  module: "core",
  tensors: ["indices", "values"],
  settings: ["shape"],
  call: (indices, values, shape) => {
    checkScatter("scatter", shape, indices.shape, values.shape);
    const made = inside("scatter", indices, shape, (places) => tf.scatterND(places, counted(values), [...shape]));
    return as(made, values.dtype as DType);
  },
  spec: (_indices: unknown, values: unknown, shape: Shape) => spec(shape, specOf(values).dtype),
});

interface ScatterUpdateOptions {
  reduction: "add" | "max" | "min" | "mul" | null;
}

/**
 * The tensor with other values at indices: in the place of its own, or combined with them.
 *
 * - indices: `[n, depth]`, each row the place of an element, or of a slice
 * - updates: `[n, ...]`
 *
 * @throws {ShapeError} when indices and updates do not fit the tensor.
 * @see {@link https://keras.io/api/ops/core/#scatterupdate-function | keras.ops.scatter_update}
 * @example
 * scatterUpdate([1, 2, 3], [[0]], [9]); // [9, 2, 3]
 */
export const scatterUpdate = /* @__PURE__ */ defineOp<
  [inputs: Tensor, indices: Tensor, updates: Tensor],
  ScatterUpdateOptions,
  Tensor
>({
  className: "ScatterUpdate",
  module: "core",
  tensors: ["inputs", "indices", "updates"],
  options: { reduction: null },
  call: (inputs, indices, updates, { reduction }) => {
    checkScatter("scatterUpdate", inputs.shape, indices.shape, updates.shape);
    const values = counted(as(updates, inputs.dtype as DType));
    const own = counted(inputs);
    const made = inside("scatterUpdate", indices, inputs.shape, (places) => {
      switch (reduction) {
        case null:
          return tf.tensorScatterUpdate(own, places, values);
        case "add":
          return tf.add(own, tf.scatterND(places, values, inputs.shape));
        case "max":
        case "min":
        case "mul":
          return combined(own, places, values, reduction);
        default:
          throw argumentError("scatterUpdate", "reduction", 'be "add", "max", "min", "mul" or null', reduction);
      }
    });
    return as(made, inputs.dtype as DType);
  },
  spec: (inputs: unknown) => spec(specOf(inputs).shape, specOf(inputs).dtype),
});

function checkScatter(op: string, shape: KnownShape, indices: KnownShape, values: KnownShape): void {
  const depth = indices.at(-1);
  const wanted = [...indices.slice(0, -1), ...shape.slice(depth ?? 0)];
  if (depth !== undefined && depth <= shape.length && wanted.join() === values.join()) return;
  const expected = `indices and values must fit the shape [${shape.join(", ")}]`;
  throw shapeError(op, expected, [indices, values]);
}

/** Kernels count with numbers: booleans as 0 and 1. */
function counted(x: Tensor): Tensor {
  return x.dtype === "bool" ? as(x, "int32") : x;
}

/** Says which index is out of reach where kernels refuse them. */
function inside(op: string, given: Tensor, shape: KnownShape, compute: (indices: Tensor) => Tensor): Tensor {
  const indices = as(given, "int32");
  try {
    return compute(indices);
  } catch (error) {
    if (!(error instanceof KernelError)) throw error;
    const depth = indices.shape.at(-1)!;
    const index = [...indices.dataSync()].find((each, i) => each < 0 || each >= shape[i % depth]!);
    if (index === undefined) throw error;
    throw argumentError(op, "indices", `lie in the shape [${shape.join(", ")}]`, index);
  }
}
