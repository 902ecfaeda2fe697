import type { Shape } from "@hornbeam/core";
import type { Projection } from "./_projected-attention.ts";

const letters = "abcdefghijklmnopqrstuvwxyz";

/** A projection of the last `bound` axes of an input to others; the bias goes along all of the new ones. */
export function projectionOf(inputShape: Shape, bound: number, sizes: readonly number[]): Projection {
  const rank = inputShape.length;
  const [free, summed] = [letters.slice(0, rank - bound), letters.slice(rank - bound, rank)];
  const fresh = letters.slice(rank, rank + sizes.length);
  return {
    equation: `${free}${summed},${summed}${fresh}->${free}${fresh}`,
    outputShape: [...Array<null>(free.length - 1).fill(null), ...sizes],
    biasAxes: fresh,
  };
}

/**
 * Equations of attention over some axes of tensors `[batch, ..., heads, size]`: scores of keys and queries, with the axes
 * of the targets and then those of the sources last, and the sum of the values weighted by them.
 */
export function attentionEquations(rank: number, axes: readonly number[]): { scores: string; output: string } {
  const target = [...letters.slice(0, rank)];
  const source = target.map((letter, axis) => (axes.includes(axis) ? letters[rank + axes.indexOf(axis)]! : letter));
  const batch = target.filter((_, axis) => axis < rank - 1 && !axes.includes(axis));
  const scores = [...batch, ...axes.map((axis) => target[axis]!), ...axes.map((axis) => source[axis]!)].join("");
  const [from, to] = [source.join(""), target.join("")];
  return { scores: `${from},${to}->${scores}`, output: `${scores},${from}->${to}` };
}
