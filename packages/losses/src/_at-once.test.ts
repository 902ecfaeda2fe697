import { type Loss, memory, setMask, type Tensor, toTensor, valueAndGrad } from "@hornbeam/core";
import { reshape, softmax, square, sum } from "@hornbeam/ops";
import { describe, expect, it } from "@hornbeam/testing";
import { BinaryCrossentropy } from "./binary-crossentropy.ts";
import { CategoricalCrossentropy } from "./categorical-crossentropy.ts";
import { SparseCategoricalCrossentropy } from "./sparse-categorical-crossentropy.ts";

// what a sub-class says one sample loses is weighted and reduced step by step
class SparseByStep extends SparseCategoricalCrossentropy {
  override call(yTrue: Tensor, yPred: Tensor) {
    return super.call(yTrue, yPred);
  }
}
class CategoricalByStep extends CategoricalCrossentropy {
  override call(yTrue: Tensor, yPred: Tensor) {
    return super.call(yTrue, yPred);
  }
}
class BinaryByStep extends BinaryCrossentropy {
  override call(yTrue: Tensor, yPred: Tensor) {
    return super.call(yTrue, yPred);
  }
}

const reductions = ["sum_over_batch_size", "sum", "mean_with_sample_weight", "none"] as const;

/** Numbers in (0, 1). */
const shares = (shape: number[], seed: number): Tensor => {
  const size = shape.reduce((a, b) => a * b, 1);
  const values = Float32Array.from({ length: size }, (_, i) => Math.abs(Math.sin(1 + seed + i * 1.7)) * 0.96 + 0.02);
  return reshape(toTensor(values), shape);
};
const numbers = (shape: number[], dtype: "int32" | "float32" = "int32"): Tensor => {
  const size = shape.reduce((a, b) => a * b, 1);
  const values = Array.from({ length: size }, (_, i) => (i * 7) % 3);
  return reshape(toTensor(values, { dtype }), shape);
};

/** Both ways give the same loss, and the same gradient by the predictions. */
function agree(whole: Loss, byStep: Loss, yTrue: Tensor, yPred: Tensor, weights: Tensor | null = null) {
  const [a, b] = [whole, byStep].map((loss) => {
    const before = memory().numTensors;
    const value = loss(yTrue, yPred, weights);
    const { grads } = valueAndGrad(() => sum(square(loss(yTrue, yPred, weights))), [yPred]);
    expect(memory().numTensors).toBe(before + 3);
    return { value, slope: grads[0]! };
  });
  expect(a!.value.shape).toEqual(b!.value.shape);
  expect(a!.value).toBeClose(b!.value, { rtol: 1e-5, atol: 1e-6 });
  expect(a!.slope).toBeClose(b!.slope, { rtol: 1e-5, atol: 1e-6 });
}

describe("a cross-entropy at once", () => {
  for (const reduction of reductions) {
    it(`is what it is step by step, of every kind of weights: ${reduction}`, () => {
      const options = { reduction };
      for (const rows of [[4], [2, 3], [2, 3, 2]]) {
        const whole = rows.map((size, i) => (i === 0 ? size : 1));
        const kinds = [null, rows, [], whole, [1], [...rows, 1]];
        if (rows.length > 1) kinds.push([...rows.slice(0, -1), 1], rows.slice(-1));
        for (const shape of kinds) {
          if (shape && reduction === "none" && shape.length > rows.length && rows.length > 1) continue;
          const weights = shape && shares(shape, 5);
          const [x, t] = [shares([...rows, 5], 1), shares([...rows, 5], 2)];
          agree(new SparseCategoricalCrossentropy(options), new SparseByStep(options), numbers(rows), x, weights);
          agree(new CategoricalCrossentropy(options), new CategoricalByStep(options), t, x, weights);
          agree(new BinaryCrossentropy(options), new BinaryByStep(options), t, x, weights);
        }
      }
    });
    it(`is what it is step by step with masks and a class that is ignored: ${reduction}`, () => {
      const x = shares([2, 3, 4], 1);
      setMask(
        x,
        toTensor([
          [true, false, true],
          [true, true, false],
        ]),
      );
      for (const weights of [null, shares([2, 3], 4), shares([2, 1], 4)])
        for (const dtype of ["int32", "float32"] as const)
          for (const ignoreClass of [null, 1]) {
            const options = { reduction, ignoreClass };
            const [whole, byStep] = [new SparseCategoricalCrossentropy(options), new SparseByStep(options)];
            agree(whole, byStep, numbers([2, 3], dtype), x, weights);
            agree(whole, byStep, numbers([2, 3, 1], dtype), x, weights);
          }
      agree(new BinaryCrossentropy({ reduction }), new BinaryByStep({ reduction }), shares([2, 3, 4], 2), x);
    });
  }
  it("smooths labels, takes logits, and leaves other axes to ops", () => {
    const [x, t] = [shares([3, 4, 4], 1), shares([3, 4, 4], 2)];
    for (const fromLogits of [true, false])
      for (const labelSmoothing of [0, 0.3])
        for (const axis of [-1, 2, 1]) {
          const options = { fromLogits, labelSmoothing, axis };
          agree(new CategoricalCrossentropy(options), new CategoricalByStep(options), t, x);
          agree(new BinaryCrossentropy(options), new BinaryByStep(options), t, x);
        }
  });
  it("knows the logits of a softmax", () => {
    const logits = toTensor([[-100, 100]]);
    const loss = new SparseCategoricalCrossentropy();
    const { value, grads } = valueAndGrad(() => loss([0], softmax(logits)), [logits]);
    expect(value).toBeClose(200);
    expect(grads[0]).toBeClose([[-1, 1]]);
  });
  it("refuses what does not fit in the words of its ops", () => {
    expect(() => new SparseCategoricalCrossentropy()([0, 1, 2], [[0.5, 0.5]])).toThrow(
      "`target` and `output` must have the same shape up until the last dimension, received shape [[3], [1, 2]]",
    );
    expect(() => new SparseCategoricalCrossentropy()([0, 1, 0], shares([3, 2], 1), [1, 2])).toThrow(
      "`sampleWeight` must broadcast to the losses of shape [3], received shape [2]",
    );
  });
});
