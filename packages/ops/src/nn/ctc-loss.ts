import { defineOp, type Shape, type Tensor } from "@hornbeam/core";
import * as tf from "@hornbeam/kernels/tfjs";
import { as, toFloat } from "../_operands.ts";
import { argumentError, floatType, shapeError, spec, specOf } from "../_spec.ts";
import { alignments, logSum } from "./_ctc-alignments.ts";

interface CtcLossOptions {
  maskIndex: number;
}

/**
 * Connectionist temporal classification: minus the logarithm of the probability of a sequence of labels under all ways in
 * which it can be spread over the steps, with blanks between. Where the steps do not suffice it is about 707.
 *
 * - target: `[batch, length]`, classes
 * - output: `[batch, steps, classes]`, logits
 * - targetLength: `[batch]`, how many of the labels count
 * - outputLength: `[batch]`, how many of the steps count
 *
 * `maskIndex` is the class of the blank, counted from the end where it is negative.
 *
 * @returns `[batch]`
 * @throws {ShapeError} when the shapes do not fit.
 * @throws {OptionError} when a label or a length is out of reach.
 * @see {@link https://keras.io/api/ops/nn/#ctcloss-function | keras.ops.ctc_loss}
 * @see {@link https://www.cs.toronto.edu/~graves/icml_2006.pdf | Graves et al., 2006}
 * @example
 * ctcLoss([[1, 2]], [[[0, 0, 0], [0, 0, 0], [0, 0, 0]]], [2], [3]); // [1.6863990]
 */
export const ctcLoss = /* @__PURE__ */ defineOp<
  [target: Tensor, output: Tensor, targetLength: Tensor, outputLength: Tensor],
  CtcLossOptions,
  Tensor
>({
  className: "CTCLoss",
  module: "nn",
  tensors: ["target", "output", "target_length", "output_length"],
  options: { maskIndex: 0 },
  call: (target, output, targetLength, outputLength, { maskIndex }) => {
    const shapes = [target, output, targetLength, outputLength].map(({ shape }) => shape);
    checkShapes(shapes);
    const [steps, classes] = output.shape.slice(1) as [number, number];
    const labels = as(target, "int32").dataSync();
    const blank = blankOf("ctcLoss", maskIndex, classes);
    const lengths = [
      lengthsOf("ctcLoss", "targetLength", targetLength, target.shape[1]!),
      lengthsOf("ctcLoss", "outputLength", outputLength, steps),
    ] as const;
    checkLabels(labels, lengths[0], target.shape[1]!, classes);
    return lossOf(toFloat(output), labels, lengths, blank);
  },
  spec: (target: unknown, output: unknown, targetLength: unknown, outputLength: unknown) => {
    const specs = [target, output, targetLength, outputLength].map(specOf);
    checkShapes(specs.map(({ shape }) => shape));
    return spec([specs[0]!.shape[0]!], floatType(specs[1]!.dtype));
  },
});

function lossOf(
  logits: Tensor,
  labels: ArrayLike<number>,
  [labelLengths, stepLengths]: readonly [readonly number[], readonly number[]],
  blank: number,
): Tensor {
  const [batch, steps, classes] = logits.shape as [number, number, number];
  const width = labels.length / batch;
  const withGradient = tf.customGrad((input, save) => {
    const logs = logProbabilities((input as Tensor).dataSync() as Float32Array, classes);
    const losses = new Float32Array(batch);
    const gradient = new Float32Array(batch * steps * classes);
    for (let i = 0; i < batch; i++) {
      const start = i * steps * classes;
      const found = alignments({
        labels: Array.prototype.slice.call(labels, i * width, (i + 1) * width),
        length: labelLengths[i]!,
        logs: logs.subarray(start, start + stepLengths[i]! * classes),
        steps: stepLengths[i]!,
        classes,
        blank,
      });
      losses[i] = found.loss;
      gradient.set(found.gradient, start);
    }
    (save as (tensors: Tensor[]) => void)([tf.tensor(gradient, [batch, steps, classes])]);
    const gradFunc = (dy: Tensor, [slope]: Tensor[]): Tensor => tf.mul(tf.reshape(dy, [batch, 1, 1]), slope!);
    return { value: tf.tensor(losses, [batch]), gradFunc };
  });
  return withGradient(logits);
}

/** The logarithms of the softmax of each row. */
export function logProbabilities(logits: Float32Array, classes: number): Float64Array {
  const result = Float64Array.from(logits);
  for (let at = 0; at < result.length; at += classes) {
    const row = result.subarray(at, at + classes);
    const whole = logSum(...row);
    for (let k = 0; k < classes; k++) row[k] = row[k]! - whole;
  }
  return result;
}

/** The class of the blank, counted from the front. */
export function blankOf(op: string, maskIndex: number, classes: number): number {
  const blank = maskIndex < 0 ? maskIndex + classes : maskIndex;
  if (Number.isInteger(blank) && blank >= 0 && blank < classes) return blank;
  throw argumentError(op, "maskIndex", `be one of the ${classes} classes`, maskIndex);
}

/** Lengths of sequences, each within reach. */
export function lengthsOf(op: string, argument: string, lengths: Tensor, most: number): number[] {
  const found = Array.from(as(lengths, "int32").dataSync());
  const wrong = found.find((length) => length < 0 || length > most);
  if (wrong !== undefined) throw argumentError(op, argument, `lie in [0, ${most}]`, wrong);
  return found;
}

function checkLabels(labels: ArrayLike<number>, lengths: readonly number[], width: number, classes: number): void {
  lengths.forEach((length, i) => {
    for (let k = 0; k < length; k++) {
      const label = labels[i * width + k]!;
      if (label < 0 || label >= classes) throw argumentError("ctcLoss", "target", `lie in [0, ${classes})`, label);
    }
  });
}

function checkShapes([target, output, ...lengths]: readonly Shape[]): void {
  const received = [target, output, ...lengths];
  if (target!.length !== 2 || output!.length !== 3 || lengths.some(({ length }) => length !== 1)) {
    const expected = "`target`, `output` and both lengths must be of rank 2, 3, 1 and 1";
    throw shapeError("ctcLoss", expected, received);
  }
  const batches = new Set(received.map((shape) => shape![0]).filter((size) => size !== null));
  if (batches.size > 1) throw shapeError("ctcLoss", "all arguments must have the same first dimension", received);
}
