import { memory, NDArray, type Tensor, toNDArray, toTensor, Variable, valueAndGrad } from "@hornbeam/core";
import { describe, expect, it } from "@hornbeam/testing";
import { sum } from "../numpy/reductions.ts";
import { affineTransform } from "./affine-transform.ts";

/** Numbers that look like none in particular. */
const spread = (count: number, scale: number) =>
  Float32Array.from({ length: count }, (_, i) => Math.sin(i * 12.9898 + 1) * scale);
const images = (shape: readonly number[]) =>
  toTensor(new NDArray(spread(shape.reduce((all, size) => all * size, 1), 100), shape)); // biome-ignore format: one line
/** Turned, stretched, moved far away, and seen from the side. */
const transforms = [
  [0.8, -0.6, 2, 0.6, 0.8, -1, 0, 0],
  [1.7, 0.3, -40, -0.2, 0.4, 33, 0, 0],
  [1, 0, 0.5, 0, 1, -0.5, 0.1, -0.05],
];

describe("affineTransform with reflections", () => {
  it.each(["bilinear", "nearest"] as const)("gives the same without a gradient as with one, %s", (interpolation) => {
    for (const [height, width, channels] of [
      [5, 7, 2],
      [1, 6, 1],
      [4, 1, 3],
    ] as const) {
      // biome-ignore format: shapes
      const x = images([3, height, width, channels]);
      const before = memory().numTensors;
      const direct = affineTransform(x, transforms, { fillMode: "reflect", interpolation });
      expect(memory().numTensors).toBe(before + 1);
      const variable = new Variable({ shape: x.shape, initializer: toNDArray(x), name: "x" });
      let composed: NDArray | undefined;
      valueAndGrad((): Tensor => {
        const made = affineTransform(variable, transforms, { fillMode: "reflect", interpolation });
        composed = toNDArray(made);
        return sum(made);
      }, [variable]);
      expect(direct).toBeClose(composed!.toArray() as number[], { atol: 2e-3 });
    }
  });
  it("sees the pixels at the edges twice", () => {
    const row = toTensor(NDArray.from([[[1], [2], [3]]]));
    const moved = (by: number) => affineTransform(row, [1, 0, by, 0, 1, 0, 0, 0], { fillMode: "reflect" });
    expect(moved(-2)).toBeClose([[[2], [1], [1]]]);
    expect(moved(4)).toBeClose([[[2], [1], [1]]]);
    expect(moved(6)).toBeClose([[[1], [2], [3]]]);
    expect(moved(0.25)).toBeClose([[[1.25], [2.25], [3]]]);
  });
});
