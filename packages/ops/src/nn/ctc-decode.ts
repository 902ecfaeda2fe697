import { defineOp, type Shape, type Tensor } from "@hornbeam/core";
import { hostWork } from "@hornbeam/kernels";
import * as tf from "@hornbeam/kernels/tfjs";
import { as, toFloat } from "../_operands.ts";
import { argumentError, floatType, shapeError, spec, specOf } from "../_spec.ts";
import { beamSearch } from "./_ctc-beam-search.ts";
import { blankOf, checkLengths, logProbabilities } from "./ctc-loss.ts";

interface CtcDecodeOptions {
  strategy: "greedy" | "beam_search";
  beamWidth: number;
  topPaths: number;
  mergeRepeated: boolean;
  maskIndex: number | null;
}

/**
 * The sequences of labels that logits stand for, as `ctcLoss` counts them: repeated labels are one, blanks go.
 *
 * `"greedy"` takes the most probable class of each step, and repeated ones as they are with `mergeRepeated: false`;
 * `"beam_search"` looks for the most probable sequences, keeping `beamWidth` of them at each step, and gives `topPaths`.
 * `maskIndex` is the class of the blank, counted from the end where it is negative, the last one for null.
 *
 * - inputs: `[batch, steps, classes]`, logits
 * - sequenceLengths: `[batch]`, how many of the steps count
 *
 * @returns Labels, int32 `[paths, batch, steps]`, filled up with -1; and scores, `[batch, paths]`: logarithms of
 * probabilities, or for `"greedy"` minus the sum of the largest logits.
 * @throws {ShapeError} when the shapes do not fit.
 * @throws {OptionError} when there are fewer paths than are wanted, or a length is out of reach.
 * @see {@link https://keras.io/api/ops/nn/#ctcdecode-function | keras.ops.ctc_decode}
 * @example
 * ctcDecode([[[0, 3, 0], [0, 3, 0], [2, 0, 0], [0, 0, 1]]], [4])[0]; // [[[1, 2, -1, -1]]]
 */
export const ctcDecode = /* @__PURE__ */ defineOp<
  [inputs: Tensor, sequenceLengths: Tensor],
  CtcDecodeOptions,
  [decoded: Tensor, scores: Tensor]
>({
  className: "CTCDecode",
  module: "nn",
  tensors: ["inputs", "sequence_lengths"],
  options: {
    strategy: "greedy",
    beamWidth: 100,
    topPaths: 1,
    mergeRepeated: true,
    maskIndex: 0,
  } as CtcDecodeOptions,
  call: (inputs, sequenceLengths, options) => {
    checkDecoding(inputs.shape, sequenceLengths.shape, options);
    const [batch, steps, classes] = inputs.shape as [number, number, number];
    const blank = blankOf("ctcDecode", options.maskIndex ?? -1, classes);
    const paths = pathCount(options);
    const given = [toFloat(inputs), as(sequenceLengths, "int32")];
    // labels are small enough for floats
    const both = hostWork(given, [batch * paths * (1 + steps)], "float32", (logits, lengths) => {
      checkLengths("ctcDecode", "sequenceLengths", lengths!, steps);
      const found = Array.from(lengths!, (length, i) => {
        const rows = (logits as Float32Array).subarray(i * steps * classes, (i * steps + length) * classes);
        return options.strategy === "greedy"
          ? [greedy(rows, classes, blank, options.mergeRepeated)]
          : mostProbable(rows, classes, blank, options);
      });
      const result = new Float32Array(batch * paths * (1 + steps)).fill(-1);
      found.forEach((sequences, i) => {
        sequences.forEach(({ labels, score }, path) => {
          result.set(labels, (path * batch + i) * steps);
          result[paths * batch * steps + i * paths + path] = score;
        });
      });
      return result;
    });
    const [decoded, scores] = tf.split(both, [paths * batch * steps, batch * paths]) as [Tensor, Tensor];
    return [as(tf.reshape(decoded, [paths, batch, steps]), "int32"), tf.reshape(scores, [batch, paths])];
  },
  spec: (inputs: unknown, sequenceLengths: unknown, options: CtcDecodeOptions) => {
    const { shape, dtype } = specOf(inputs);
    checkDecoding(shape, specOf(sequenceLengths).shape, options);
    const paths = pathCount(options);
    return [spec([paths, shape[0]!, shape[1]!], "int32"), spec([shape[0]!, paths], floatType(dtype))];
  },
});

interface Sequence {
  readonly labels: readonly number[];
  readonly score: number;
}

function greedy(rows: Float32Array, classes: number, blank: number, merge: boolean): Sequence {
  const labels: number[] = [];
  let [previous, score] = [-1, 0];
  for (let at = 0; at < rows.length; at += classes) {
    const row = rows.subarray(at, at + classes);
    const largest = row.reduce((best, one, k) => (one > row[best]! ? k : best), 0);
    if (largest !== blank && !(merge && largest === previous)) labels.push(largest);
    previous = largest;
    score -= row[largest]!;
  }
  return { labels, score };
}

function mostProbable(rows: Float32Array, classes: number, blank: number, options: CtcDecodeOptions): Sequence[] {
  const { beamWidth: width, topPaths } = options;
  const found = beamSearch(logProbabilities(rows, classes), { classes, blank, width });
  if (found.length < topPaths)
    throw argumentError(
      "ctcDecode",
      "topPaths",
      `be no more than the ${found.length} sequences that there are`,
      topPaths,
    );
  return found.slice(0, topPaths);
}

function pathCount({ strategy, topPaths }: CtcDecodeOptions): number {
  return strategy === "greedy" ? 1 : topPaths;
}

function checkDecoding(inputs: Shape, lengths: Shape, { strategy, beamWidth, topPaths }: CtcDecodeOptions): void {
  if (strategy !== "greedy" && strategy !== "beam_search")
    throw argumentError("ctcDecode", "strategy", 'be "greedy" or "beam_search"', strategy);
  if (!(Number.isInteger(beamWidth) && beamWidth > 0))
    throw argumentError("ctcDecode", "beamWidth", "be a positive integer", beamWidth);
  if (!(Number.isInteger(topPaths) && topPaths > 0 && topPaths <= beamWidth))
    throw argumentError("ctcDecode", "topPaths", `be a positive integer up to the beam width, ${beamWidth}`, topPaths);
  if (inputs.length !== 3 || lengths.length !== 1)
    throw shapeError("ctcDecode", "`inputs` and `sequenceLengths` must be of rank 3 and 1", [inputs, lengths]);
  if (inputs[0] !== lengths[0] && inputs[0] !== null && lengths[0] !== null)
    throw shapeError("ctcDecode", "`inputs` and `sequenceLengths` must have the same first dimension", [
      inputs,
      lengths,
    ]);
}
