import { memory, NDArray, ready, type Tensor } from "@hornbeam/core";
import { Dense, Dropout, Input, Lambda } from "@hornbeam/layers";
import { CTC } from "@hornbeam/losses";
import * as ops from "@hornbeam/ops";
import { beforeAll, describe, expect, it } from "vitest";
import { compareSteps, floats, integers } from "../../testing/compare-steps.ts";
import { Sequential } from "../sequential.ts";

const recorded = { train: "recorded", predict: "recorded", test: "recorded" };

/** A symmetric matrix without small eigenvalues for each example, of its four numbers. */
function matrices(x: Tensor): Tensor {
  const square = ops.reshape(ops.tanh(x), [-1, 2, 2]);
  return ops.add(ops.matmul(square, ops.swapaxes(square, 1, 2)), ops.multiply(2, ops.eye(2)));
}
const row = (x: Tensor) => ops.reshape(x, [-1, 4]);
const bounds = [-0.5, 0, 0.5];

const works: Readonly<Record<string, (x: Tensor) => Tensor>> = {
  argpartition: (x) => ops.multiply(x, ops.cast(ops.argpartition(x, 1), "float32")),
  "bits of floats": (x) => ops.add(x, ops.multiply(ops.cast(ops.view(x, { dtype: "int32" }), "float32"), 1e-10)),
  cholesky: (x) => row(ops.cholesky(matrices(x))),
  ctcDecode: (x) => ops.add(x, ops.max(ops.ctcDecode(ops.reshape(x, [2, 3, 4]), [3, 2])[1])),
  det: (x) => ops.expandDims(ops.det(matrices(x)), -1),
  eigh: (x) => row(ops.eigh(matrices(x))[1]),
  erfinv: (x) => ops.erfinv(ops.multiply(0.9, ops.tanh(x))),
  fft: (x) => ops.add(...ops.fft([x, ops.square(x)])),
  histogram: (x) => ops.add(x, ops.histogram(ops.reshape(x, [-1]), { bins: 4, range: [-2, 2] })[0]),
  inv: (x) => row(ops.inv(matrices(x))),
  isin: (x) => ops.where(ops.isin(ops.round(x), [0, 2]), x, 0),
  median: (x) => ops.subtract(x, ops.median(x, { axis: -1, keepdims: true })),
  nanmedian: (x) => ops.subtract(x, ops.nanmedian(x, { axis: -1, keepdims: true })),
  nextafter: (x) => ops.multiply(x, ops.nextafter(ops.stopGradient(x), 1)),
  perspectiveTransform: (x) => {
    const corners = [[0, 0], [0, 1], [1, 0], [1, 1]]; // biome-ignore format: points
    const points = ops.add(corners, ops.multiply(ops.reshape(ops.slice(ops.tanh(x), [0, 0], [2, 4]), [4, 2]), 0.2));
    return row(ops.image.perspectiveTransform(ops.reshape(x, [6, 2, 2, 1]), corners, points));
  },
  quantile: (x) => ops.transpose(ops.quantile(x, [0.1, 0.25, 1], { axis: -1 })),
  rfft: (x) => ops.add(...ops.rfft(x)),
  searchsorted: (x) =>
    ops.multiply(x, ops.cast(ops.reshape(ops.searchsorted(bounds, ops.reshape(x, [-1])), [-1, 4]), "float32")),
  segmentMax: (x) => ops.add(x, ops.segmentMax(x, [0, 1, 0, 1, 0, 1], { numSegments: 6 })),
  solve: (x) => ops.squeeze(ops.solve(matrices(x), ops.ones([6, 2, 1])), -1),
  unravelIndex: (x) => ops.add(x, ops.cast(ops.unravelIndex(ops.argsort(x), [2, 2])[1]!, "float32")),
  svd: (x) => ops.svd(matrices(x))[1],
};

describe("what JavaScript computes is done again in each replay, at its place", () => {
  beforeAll(() => ready());

  for (const [name, work] of Object.entries(works)) {
    it(name, () => {
      const make = () =>
        new Sequential([
          Input({ shape: [5] }),
          new Dense({ units: 4 }),
          new Lambda({ function: work }),
          new Dense({ units: 3 }),
        ]);
      const trial = { make, x: (step: number) => floats([6, 5], step), y: (step: number) => floats([6, 3], step + 50) };
      expect(compareSteps(trial)).toEqual(recorded);
    });
  }

  it("CTC, whose gradient comes with it", () => {
    const make = () => new Sequential([Input({ shape: [7, 3] }), new Dense({ units: 5 })]);
    // 0 fills up, 1 … 4 are labels
    const y = (step: number) => integers([4, 3], 5, step);
    const modes = compareSteps({ make, options: () => ({ loss: new CTC() }), x: (step) => floats([4, 7, 3], step), y });
    expect(modes).toEqual(recorded);
  });

  it.each([true, false])(
    "refuses what it cannot do, and the next batch is trained on as before, eagerly: %s",
    async (runEagerly) => {
      using model = new Sequential([
        Input({ shape: [7, 3] }),
        new Dropout({ rate: 0.5, seed: 1 }),
        new Dense({ units: 5 }),
      ]);
      model.compile({ optimizer: "adam", loss: new CTC(), runEagerly });
      const x = floats([2, 7, 3], 1);
      const good = integers([2, 3], 5, 2);
      for (let i = 0; i < 4; i++) await model.trainOnBatch(x, good);
      const state = () =>
        [...model.weights, ...model.optimizer.variables].map((variable) => variable.numpy().toArray());
      const [before, tensors] = [state(), memory().numTensors];
      await expect(
        model.trainOnBatch(x, NDArray.from(Int32Array.of(1, 2, 3, 1, 9, 2)).reshape([2, 3])),
      ).rejects.toThrow("Cannot call ops.ctcLoss: `target` must lie in [0, 5), received 9");
      expect([state(), memory().numTensors]).toEqual([before, tensors]);
      await model.trainOnBatch(x, good);
      expect(Number(model.optimizer.iterations.numpy().item())).toBe(5);
      expect(model.explain()[0]).toMatchObject({
        mode: runEagerly ? "eager" : "recorded",
        replays: runEagerly ? 0 : 2,
      });
    },
  );
});
