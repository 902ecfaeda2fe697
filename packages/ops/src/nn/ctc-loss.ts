import { defineOp, type Shape, type Tensor } from "@hornbeam/core";
import { type HostValues, hostWork } from "@hornbeam/kernels";
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
    const blank = blankOf("ctcLoss", maskIndex, output.shape[2]!);
    const [labels, ...lengths] = [target, targetLength, outputLength].map((one) => as(one, "int32")) as Tensor[];
    return lossOf(toFloat(output), labels!, lengths, blank);
  },
  spec: (target: unknown, output: unknown, targetLength: unknown, outputLength: unknown) => {
    const specs = [target, output, targetLength, outputLength].map(specOf);
    checkShapes(specs.map(({ shape }) => shape));
    return spec([specs[0]!.shape[0]!], floatType(specs[1]!.dtype));
  },
});

/** On the host, together with the gradient. */
function lossOf(logits: Tensor, labels: Tensor, lengths: readonly Tensor[], blank: number): Tensor {
  const [batch, steps, classes] = logits.shape as [number, number, number];
  const withGradient = tf.customGrad((input, save) => {
    const given = [input as Tensor, labels, ...lengths];
    const sizes = { batch, steps, classes, width: labels.shape[1]! };
    const found = hostWork(given, [batch, 1 + steps * classes], "float32", (...values) => solve(values, sizes, blank));
    const slopes = tf.reshape(tf.slice(found, [0, 1], [batch, steps * classes]), [batch, steps, classes]);
    (save as (tensors: Tensor[]) => void)([slopes]);
    const gradFunc = (dy: Tensor, [slope]: Tensor[]): Tensor => tf.mul(tf.reshape(dy, [batch, 1, 1]), slope!);
    return { value: tf.reshape(tf.slice(found, [0, 0], [batch, 1]), [batch]), gradFunc };
  });
  return withGradient(logits);
}

interface Sizes {
  readonly batch: number;
  readonly steps: number;
  readonly classes: number;
  readonly width: number;
}

/** Of each example the loss, then its gradient with respect to the logits. */
function solve(values: readonly HostValues[], { batch, steps, classes, width }: Sizes, blank: number): Float32Array {
  const [logits, labels, labelLengths, stepLengths] = values as [HostValues, HostValues, HostValues, HostValues];
  checkLengths("ctcLoss", "targetLength", labelLengths, width);
  checkLengths("ctcLoss", "outputLength", stepLengths, steps);
  checkLabels(labels, labelLengths, width, classes);
  const logs = logProbabilities(logits as Float32Array, classes);
  const size = steps * classes;
  const result = new Float32Array(batch * (1 + size));
  for (let i = 0; i < batch; i++) {
    const found = alignments({
      labels: Array.from(labels.subarray(i * width, (i + 1) * width)),
      length: labelLengths[i]!,
      logs: logs.subarray(i * size, i * size + stepLengths[i]! * classes),
      steps: stepLengths[i]!,
      classes,
      blank,
    });
    result[i * (1 + size)] = found.loss;
    result.set(found.gradient, i * (1 + size) + 1);
  }
  return result;
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

/** Lengths of sequences must be within reach. */
export function checkLengths(op: string, argument: string, lengths: HostValues, most: number): void {
  const wrong = lengths.find((length) => length < 0 || length > most);
  if (wrong !== undefined) throw argumentError(op, argument, `lie in [0, ${most}]`, wrong);
}

function checkLabels(labels: HostValues, lengths: HostValues, width: number, classes: number): void {
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
