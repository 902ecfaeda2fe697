import { refusal, ShapeError, type Tensor } from "@hornbeam/core";
import { add, multiply, reshape, subtract, take } from "@hornbeam/ops";

/** For each image of a batch, its share of the mixture, `[batch]`, and which other image makes up the rest. */
export interface Mixture {
  readonly weight: Tensor;
  readonly order: Tensor;
}

/** The rows of a batch, each mixed with another. */
export function mixed(x: Tensor, { weight, order }: Mixture): Tensor {
  const shares = reshape(weight, [-1, ...x.shape.slice(1).map(() => 1)]);
  return add(multiply(shares, x), multiply(subtract(1, shares), take(x, order, { axis: 0 })));
}

/** Labels mixed as the images are: rows of shares, one for each class. */
export function mixedLabels(layer: string, labels: Tensor, mixture: Mixture): Tensor {
  if (labels.shape.length > 1) return mixed(labels, mixture);
  throw refusal(ShapeError, {
    action: `call ${layer}`,
    expected: "labels must have shape [batch, classes]",
    receivedAs: "shape",
    received: labels.shape,
    hint: "Classes as numbers cannot be mixed: use `oneHot` first.",
  });
}
