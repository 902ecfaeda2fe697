import { NDArray, OptionError, refusal } from "@hornbeam/core";

/**
 * Weights of samples from weights of classes: `y` holds class numbers, or one-hot rows of which the largest counts.
 * Classes that are not named weigh 1.
 */
export function classWeights(y: NDArray, weights: Readonly<Record<number, number>>): NDArray {
  for (const [key, weight] of Object.entries(weights)) {
    if (!/^\d+$/.test(key) || typeof weight !== "number" || Number.isNaN(weight)) {
      const expected = "`classWeight` must give a number for each class number";
      throw refusal(OptionError, {
        action: "weight samples by class",
        option: "classWeight",
        expected,
        received: { [key]: weight },
      });
    }
  }
  const classes = y.rank > 1 && y.shape.at(-1) !== 1 ? y.argMax(-1) : y;
  const data = Float32Array.from({ length: classes.size }, (_, i) => weights[Number(classes.data[i])] ?? 1);
  const shape = classes.rank > 1 && classes.shape.at(-1) === 1 ? classes.shape.slice(0, -1) : classes.shape;
  return new NDArray(data, shape, "float32");
}
