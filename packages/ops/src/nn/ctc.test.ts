import { KerasTensor, type Tensor, toNDArray, valueAndGrad } from "@hornbeam/core";
import { describe, expect, it } from "@hornbeam/testing";
import { checkGradients, numbers } from "../../testing/check-gradient.ts";
import { tensor } from "../core/convert.ts";
import { sum } from "../numpy/reductions.ts";
import { ctcDecode } from "./ctc-decode.ts";
import { ctcLoss } from "./ctc-loss.ts";

const logits = [
  [
    [0.55, -0.92, -1.84],
    [-1.93, 1.25, 1.65],
    [0.43, 0.92, 0.17],
    [1.74, 1.26, -1.99],
  ],
  [
    [1.43, -1.87, 0.92],
    [-1.3, 1.45, 0.17],
    [-0.8, -0.31, -1.89],
    [-1.5, 0.68, 0.59],
  ],
];
const labels = [
  [1, 2],
  [2, 2],
];

describe("ctcLoss", () => {
  it("gives Keras' numbers", () => {
    expect(ctcLoss(labels, logits, [2, 2], [4, 4])).toBeClose([2.4155042, 3.369221]);
    expect(ctcLoss(labels, logits, [1, 2], [4, 3])).toBeClose([1.3980485, 6.2253]);
    expect(ctcLoss(labels, logits, [0, 1], [4, 4])).toBeClose([6.1095285, 3.8238893]);
    const others = [
      [0, 1],
      [1, 0],
    ];
    for (const maskIndex of [2, -1])
      expect(ctcLoss(others, logits, [2, 1], [4, 4], { maskIndex })).toBeClose([1.6691682, 1.5637153]);
  });

  it("is large where there is no alignment, with the gradient that Keras gives", () => {
    const x = tensor(logits);
    const { value, grads } = valueAndGrad(() => sum(ctcLoss(labels, x, [2, 2], [1, 2])), [x]);
    expect(value).toBeClose(706.96545 + 708.2836);
    expect(toNDArray(grads[0]!).slice(0, 1).reshape([-1])).toBeClose(
      [-0.09928668, 0.10837716, -0.00909658, ...Array<number>(9).fill(0)],
      { atol: 2e-4 },
    );
    expect(ctcLoss(labels, logits, [2, 2], [0, 4])).toBeClose([706.8936, 3.369221]);
  });

  it("has the gradient of its values", () => {
    const f = (x: Tensor): Tensor =>
      ctcLoss(
        [
          [1, 1, 3],
          [2, 1, 0],
        ],
        x,
        [3, 2],
        [6, 5],
      );
    checkGradients(f, numbers([2, 6, 4]));
  });

  it("refuses labels, lengths and shapes out of reach", () => {
    expect(() =>
      ctcLoss(
        [
          [3, 0],
          [1, 2],
        ],
        logits,
        [1, 2],
        [4, 4],
      ),
    ).toThrow("Cannot call ops.ctcLoss: `target` must lie in [0, 3), received 3");
    expect(() => ctcLoss(labels, logits, [3, 2], [4, 4])).toThrow("`targetLength` must lie in [0, 2], received 3");
    expect(() => ctcLoss(labels, logits, [2], [4, 4])).toThrow("all arguments must have the same first dimension");
    expect(() => ctcLoss(labels, logits, [2, 2], [4, 4], { maskIndex: 3 })).toThrow(
      "`maskIndex` must be one of the 3 classes, received 3",
    );
    const x = new KerasTensor([null, 7, 3]);
    expect(ctcLoss(new KerasTensor([null, 2], "int32"), x, [1, 2], [3, 4]).shape).toEqual([null]);
  });
});

describe("ctcDecode", () => {
  const decoded = (options: Parameters<typeof ctcDecode>[2]): unknown[] => {
    const [paths, scores] = ctcDecode(logits, [4, 3], options);
    expect(paths.dtype).toBe("int32");
    return [
      toNDArray(paths).toArray(),
      Array.from(toNDArray(scores).data as Float32Array, (one) => Number(one.toFixed(4))),
    ];
  };

  it("takes the most probable class of each step", () => {
    expect(decoded({})).toEqual([
      [
        [
          [2, 1, -1, -1],
          [1, -1, -1, -1],
        ],
      ],
      [-4.86, -2.57],
    ]);
    expect(decoded({ mergeRepeated: false })).toEqual([
      [
        [
          [2, 1, -1, -1],
          [1, 1, -1, -1],
        ],
      ],
      [-4.86, -2.57],
    ]);
    for (const maskIndex of [2, -1, null])
      expect(decoded({ maskIndex })).toEqual([
        [
          [
            [0, 1, 0, -1],
            [0, 1, -1, -1],
          ],
        ],
        [-4.86, -2.57],
      ]);
  });

  it("searches for the most probable sequences", () => {
    expect(decoded({ strategy: "beam_search" })).toEqual([
      [
        [
          [2, 1, -1, -1],
          [1, -1, -1, -1],
        ],
      ],
      [-1.0649, -0.8329],
    ]);
    expect(decoded({ strategy: "beam_search", topPaths: 3, beamWidth: 4 })).toEqual([
      [
        [
          [2, 1, -1, -1],
          [1, -1, -1, -1],
        ],
        [
          [1, -1, -1, -1],
          [2, 1, -1, -1],
        ],
        [
          [2, -1, -1, -1],
          [2, -1, -1, -1],
        ],
      ],
      [-1.0679, -1.4278, -1.8586, -0.8329, -1.0125, -2.2992],
    ]);
    expect(decoded({ strategy: "beam_search", topPaths: 2, maskIndex: 1 })).toEqual([
      [
        [
          [0, 2, 0, -1],
          [0, -1, -1, -1],
        ],
        [
          [0, 0, -1, -1],
          [2, -1, -1, -1],
        ],
      ],
      [-1.011, -1.7252, -1.2635, -1.5815],
    ]);
  });

  it("gives probabilities that agree with the loss", () => {
    const [paths, scores] = ctcDecode(logits, [4, 4], { strategy: "beam_search", topPaths: 5 });
    const sequences = toNDArray(paths).toArray() as number[][][];
    sequences.forEach((batch, path) => {
      const lengths = batch.map((sequence) => sequence.filter((label) => label >= 0).length);
      const targets = batch.map((sequence) => sequence.map((label) => Math.max(label, 0)));
      const losses = toNDArray(ctcLoss(targets, logits, lengths, [4, 4])).data as Float32Array;
      const row = toNDArray(scores).toArray() as number[][];
      expect(Array.from(losses)).toBeClose(
        row.map((each) => -each[path]!),
        { atol: 1e-4 },
      );
    });
  });

  it("refuses what it cannot do", () => {
    expect(() => ctcDecode(logits, [4, 5])).toThrow("`sequenceLengths` must lie in [0, 4], received 5");
    expect(() => ctcDecode(logits, [4, 4], { strategy: "beam_search", topPaths: 5, beamWidth: 2 })).toThrow(
      "`topPaths` must be a positive integer up to the beam width, 2, received 5",
    );
    expect(() => ctcDecode(logits, [1, 1], { strategy: "beam_search", topPaths: 9 })).toThrow(
      "`topPaths` must be no more than the 3 sequences that there are, received 9",
    );
    expect(() => ctcDecode(logits, [4, 4], { strategy: "x" as "greedy" })).toThrow(
      'Cannot call ops.ctcDecode: `strategy` must be "greedy" or "beam_search", received "x"',
    );
    expect(
      ctcDecode(new KerasTensor([null, 7, 3]), [1, 2], { strategy: "beam_search", topPaths: 2 }).map((x) => x.shape),
    ).toEqual([
      [2, null, 7],
      [null, 2],
    ]);
  });
});
