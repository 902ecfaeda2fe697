import { refusal, ShapeError, type Tensor } from "@hornbeam/core";
import {
  add,
  broadcastTo,
  cast,
  divide,
  expandDims,
  moments,
  multiply,
  reshape,
  square,
  subtract,
  sum,
} from "@hornbeam/ops";

/** Mean and variance over all axes but one, of the elements where the mask is true. */
export function maskedMoments(
  layer: { readonly [Symbol.toStringTag]: string },
  x: Tensor,
  axis: number,
  mask: Tensor | null,
): { mean: Tensor; variance: Tensor } {
  const kept = axis < 0 ? axis + x.rank : axis;
  const others = x.shape.map((_, i) => i).filter((i) => i !== kept);
  if (!mask) {
    const [mean, variance] = moments(x, others);
    return { mean, variance };
  }
  if (mask.rank !== x.rank - 1) {
    throw refusal(ShapeError, {
      action: `call ${layer[Symbol.toStringTag]}`,
      expected: "the mask must have one axis less than the input",
      receivedAs: "shapes",
      received: [mask.shape, x.shape],
    });
  }
  const weights = cast(broadcastTo(expandDims(mask, -1), x.shape), "float32");
  const over = { axis: others, keepdims: true };
  const count = add(sum(weights, over), 1e-7);
  const mean = divide(sum(multiply(x, weights), over), count);
  const variance = divide(sum(multiply(square(subtract(x, mean)), weights), over), count);
  return { mean: reshape(mean, [-1]), variance: reshape(variance, [-1]) };
}
