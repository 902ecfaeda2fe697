import { defineOp, type KerasTensor, type Op, type Tensor, type TensorLike } from "@hornbeam/core";
import * as tf from "@hornbeam/kernels/tfjs";
import { as, asTensor, operands } from "../_operands.ts";
import { argumentError, broadcastShapes, spec, specOf } from "../_spec.ts";
import { select } from "./_select.ts";

interface Where extends Op<[condition: Tensor, x1: Tensor, x2: Tensor], object, Tensor> {
  (condition: TensorLike, x1: TensorLike, x2: TensorLike): Tensor;
  (condition: TensorLike): Tensor[];
  (condition: TensorLike | KerasTensor, x1: TensorLike | KerasTensor, x2: TensorLike | KerasTensor): KerasTensor;
}

/**
 * `x1` where the condition is true and `x2` elsewhere, with broadcasting. With the condition alone, the indices at
 * which it is true: a list for each axis.
 *
 * @see {@link https://keras.io/api/ops/numpy/#where-function | keras.ops.where}
 * @example
 * where([true, false], [1, 2], [3, 4]); // [1, 4]
 */
export const where = /* @__PURE__ */ defineOp<
  [condition: Tensor, x1: Tensor | null, x2: Tensor | null],
  object,
  Tensor | Tensor[]
>({
  className: "Where",
  module: "numpy",
  tensors: ["condition", "x1", "x2"],
  optionalTensors: 2,
  raw: true,
  call: (condition: Tensor, x1: Tensor | null, x2: Tensor | null) => {
    const test = as(asTensor("where", condition), "bool");
    if (x1 === null || x2 === null) {
      if (x1 !== x2) throw argumentError("where", x1 === null ? "x1" : "x2", "be given where the other is", null);
      return truePlaces(test);
    }
    const [a, b] = operands("where", [x1, x2] as TensorLike[]) as [Tensor, Tensor];
    return select(test, a, b);
  },
  spec: (condition: unknown, x1: unknown, x2: unknown) => {
    if (x1 == null && x2 == null) return spec(specOf(condition).shape, "int32");
    const [test, a, b] = [specOf(condition), specOf(x1), specOf(x2)];
    return spec(broadcastShapes("where", test.shape, a.shape, b.shape), a.dtype, b.dtype);
  },
}) as unknown as Where; // the overloads say what the number of arguments decides

/**
 * Indices of the elements that are not 0: a list for each axis.
 *
 * @see {@link https://keras.io/api/ops/numpy/#nonzero-function | keras.ops.nonzero}
 * @example
 * nonzero([0, 5, 6]); // [[1, 2]]
 */
export const nonzero = /* @__PURE__ */ defineOp<[x: Tensor], object, Tensor[]>({
  className: "Nonzero",
  module: "numpy",
  tensors: ["x"],
  call: (x) => truePlaces(as(x, "bool")),
  spec: (x: unknown) => specOf(x).shape.map(() => spec([null], "int32")),
});

function truePlaces(test: Tensor): Tensor[] {
  const data = test.dataSync();
  const places: number[][] = test.shape.map(() => []);
  for (let i = 0; i < data.length; i++) {
    if (!data[i]) continue;
    let rest = i;
    for (let axis = test.rank - 1; axis >= 0; axis--) {
      places[axis]!.push(rest % test.shape[axis]!);
      rest = Math.floor(rest / test.shape[axis]!);
    }
  }
  return places.map((list) => tf.tensor1d(list, "int32"));
}
