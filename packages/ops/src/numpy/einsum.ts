import { defineOp, type KerasTensor, type Shape, type Tensor, type TensorLike } from "@hornbeam/core";
import * as tf from "@hornbeam/kernels/tfjs";
import { as, operands } from "../_operands.ts";
import { shapeError, spec, specOf } from "../_spec.ts";
import { contractPair, type Labelled } from "./_einsum.ts";
import { parseSubscripts } from "./_subscripts.ts";

const names = ["operand1", "operand2", "operand3", "operand4", "operand5", "operand6"];

const einsumOp = /* @__PURE__ */ defineOp<[...(Tensor | null)[], string], object, Tensor>({
  className: "Einsum",
  module: "numpy",
  tensors: names,
  settings: ["subscripts"],
  raw: true,
  call: (...args: [...(Tensor | null)[], string, object]) => {
    const subscripts = args.at(-2) as string;
    const given = args.slice(0, -2).filter((one) => one !== null) as Tensor[];
    const tensors = operands("einsum", given);
    const dtype = tensors[0]!.dtype as "float32";
    const { inputs, output } = parseSubscripts(
      subscripts,
      tensors.map((x) => x.rank),
    );
    sizesOf(
      inputs,
      tensors.map((x) => x.shape),
    );
    const labelled = tensors.map((x, i): Labelled => ({ x: as(x, "float32"), labels: inputs[i]! }));
    return as(evaluate(labelled, output), dtype);
  },
  spec: (...args: [...unknown[], string, object]) => {
    const subscripts = args.at(-2) as string;
    const specs = args
      .slice(0, -2)
      .filter((one) => one !== null)
      .map(specOf);
    const shapes = specs.map((one) => one.shape);
    const { inputs, output } = parseSubscripts(
      subscripts,
      shapes.map((shape) => shape.length),
    );
    const sizes = sizesOf(inputs, shapes);
    return spec(
      output.map((label) => sizes.get(label)!),
      ...specs.map((one) => one.dtype),
    );
  },
});

/**
 * Sums of products, written in letters: `"ij,jk->ik"` is the matrix product. Letters that the output does not have are
 * summed over; an ellipsis stands for axes that broadcast.
 *
 * @throws {ShapeError} when a letter stands for different sizes.
 * @see {@link https://keras.io/api/ops/numpy/#einsum-function | keras.ops.einsum}
 * @example
 * einsum("ij->ji", [[1, 2], [3, 4]]); // [[1, 3], [2, 4]]
 */
export const einsum = /* @__PURE__ */ Object.assign(sumOfProducts, { definition: einsumOp.definition });

function sumOfProducts(subscripts: string, ...tensors: readonly TensorLike[]): Tensor;
function sumOfProducts(subscripts: string, ...tensors: readonly (TensorLike | KerasTensor)[]): KerasTensor;
function sumOfProducts(subscripts: string, ...tensors: readonly (TensorLike | KerasTensor)[]): Tensor | KerasTensor {
  if (tensors.length === 0 || tensors.length > names.length)
    throw shapeError("einsum", `there must be 1 to ${names.length} tensors`, [tensors.length]);
  const padded = names.map((_, i) => tensors[i] ?? null) as Tensor[];
  return einsumOp(...padded, subscripts);
}

/** Joins the first two until one is left, keeping what later ones and the output still need. */
function evaluate(tensors: readonly Labelled[], output: readonly string[]): Tensor {
  const [first, second, ...rest] = tensors;
  if (second === undefined) return contractPair(first!, { x: tf.scalar(1), labels: [] }, output);
  if (rest.length === 0) return contractPair(first!, second, output);
  const needed = new Set([...output, ...rest.flatMap((one) => one.labels)]);
  const labels = [...new Set([...first!.labels, ...second.labels])].filter((label) => needed.has(label));
  return evaluate([{ x: contractPair(first!, second, labels), labels }, ...rest], output);
}

function sizesOf(inputs: readonly (readonly string[])[], shapes: readonly Shape[]): Map<string, number | null> {
  const sizes = new Map<string, number | null>();
  inputs.forEach((labels, i) => {
    labels.forEach((label, axis) => {
      // a diagonal of unknown length stays so, whatever the other axis is
      const open = labels.some((other, k) => other === label && shapes[i]![k] === null);
      const [size, known] = [open ? null : shapes[i]![axis]!, sizes.get(label)];
      if (known == null || known === 1) sizes.set(label, known === 1 && size === null ? null : (size ?? known ?? null));
      else if (size !== null && size !== 1 && size !== known)
        throw shapeError("einsum", `each letter must stand for one size, "${label}" stands for ${known} and ${size}`, [
          ...shapes,
        ]);
    });
  });
  return sizes;
}
