import { KerasTensor, memory, type Tensor, toNDArray } from "@hornbeam/core";
import { describe, expect, it } from "@hornbeam/testing";
import { cdist, psnr } from "../math/distances.ts";
import { erfinv } from "../math/erf.ts";
import { inTopK } from "../math/in-top-k.ts";
import { segmentMax, segmentMin } from "../math/segment-extremes.ts";
import { dotProductAttention } from "../nn/attention.ts";
import { depthToSpace, spaceToDepth } from "../nn/depth-space.ts";
import { multiHot } from "../nn/multi-hot.ts";
import { negative } from "../numpy/elementwise.ts";
import { select } from "../numpy/select.ts";
import { cond, switchCase } from "./branches.ts";
import { rearrange } from "./rearrange.ts";
import { scatter, scatterUpdate } from "./scatter.ts";

describe("scatter", () => {
  it("adds, replaces and combines at places", () => {
    expect(
      scatter(
        [
          [0, 1],
          [0, 1],
        ],
        [2, 3],
        [1, 2],
      ),
    ).toBeClose([[0, 5]]);
    expect(
      scatterUpdate(
        [
          [1, 2],
          [3, 4],
        ],
        [[1]],
        [[9, 8]],
      ),
    ).toBeClose([
      [1, 2],
      [9, 8],
    ]);
    expect(scatterUpdate([1, 2], [[0], [0]], [3, 4], { reduction: "add" })).toBeClose([8, 2]);
    expect(scatterUpdate([1, 2], [[0], [0]], [3, 4], { reduction: "mul" })).toBeClose([12, 2]);
    expect(scatterUpdate([1, 5], [[0], [1]], [3, 4], { reduction: "max" })).toBeClose([3, 5]);
  });

  it("refuses places outside", () => {
    expect(() => scatter([[3]], [1], [3])).toThrow(
      "Cannot call ops.scatter: `indices` must lie in the shape [3], received 3",
    );
    expect(() => scatterUpdate([1, 2], [[0]], [1, 2])).toThrow("indices and values must fit the shape [2]");
  });
});

describe("branches", () => {
  it("run one function, and free what it leaves", () => {
    const before = memory().numTensors;
    const run = (holds: boolean): Tensor =>
      cond(
        [holds],
        () => negative(negative([1])),
        () => negative([1]),
      );
    const [yes, no] = [run(true), run(false)];
    expect(memory().numTensors - before).toBe(2);
    expect(yes).toBeClose([1]);
    expect(no).toBeClose([-1]);
    expect(switchCase(9, [() => 1, () => 2])).toBe(2);
  });

  it("choose element by element", () => {
    expect(
      select(
        [
          [true, false, false],
          [true, true, false],
        ],
        [
          [1, 1, 1],
          [2, 2, 2],
        ],
        { default: 3 },
      ),
    ).toBeClose([1, 2, 3]);
    expect(() => select([[true]], [])).toThrow(
      "`choicelist` must have an entry for each of the 1 conditions, received 0",
    );
  });
});

describe("rearrange", () => {
  it("takes axes apart and joins them", () => {
    expect(rearrange([[1, 2, 3, 4]], "b (h w) -> h (b w)", { w: 2 })).toBeClose([
      [1, 2],
      [3, 4],
    ]);
    expect(rearrange(new KerasTensor([null, 4, 6]), "b h w -> b (w h)").shape).toEqual([null, 24]);
    expect(() => rearrange([[1, 2]], "a b -> a")).toThrow(
      "`pattern` must name the same axes on both sides of one arrow",
    );
    expect(() => rearrange([[1, 2, 3]], "a (b c) -> a b c", { b: 2 })).toThrow("axis 1 must be the product of (b c)");
  });
});

describe("scores, segments and distances", () => {
  it("are compared, reduced and measured", () => {
    expect(
      inTopK(
        [2, 0],
        [
          [1, 2, 3],
          [NaN, 0, 1],
        ],
        1,
      ),
    ).toBeClose([1, 0]);
    expect(segmentMax([1, 5, 2], [1, 1, 0], { numSegments: 2 })).toBeClose([2, 5]);
    expect(
      segmentMin(
        [
          [1, 9],
          [5, 2],
        ],
        [0, 0],
      ),
    ).toBeClose([[1, 2]]);
    expect(
      cdist(
        [
          [0, 0],
          [3, 4],
        ],
        [[3, 4]],
      ),
    ).toBeClose([[5], [0]]);
    expect(psnr([0, 0], [0.1, 0.1], 1)).toBeClose(20, { rtol: 1e-4 });
    expect(erfinv([0.5, -1, 2])).toBeClose([0.4769363, Number.NEGATIVE_INFINITY, NaN]);
    expect(
      multiHot(
        [
          [0, 1],
          [1, 1],
        ],
        { numClasses: 3 },
      ),
    ).toBeClose([
      [1, 1, 0],
      [0, 1, 0],
    ]);
  });
});

describe("attention", () => {
  it("averages values, up to the own place, and where a mask lets it", () => {
    const k = [[[0]], [[0]]];
    const v = [[[2]], [[4]]];
    expect(dotProductAttention([k], [k], [v])).toBeClose([[[[3]], [[3]]]]);
    expect(toNDArray(dotProductAttention([k], [k], [v], { isCausal: true })).toArray()).toEqual([[[[2]], [[3]]]]);
    expect(dotProductAttention([k], [k], [v], { mask: [[[[false, true]]]] })).toBeClose([[[[4]], [[4]]]]);
  });

  it("refuses shapes that do not fit", () => {
    const x = new KerasTensor([null, 4, 2, 8]);
    expect(dotProductAttention(x, x, new KerasTensor([null, 4, 2, 5])).shape).toEqual([null, 4, 2, 5]);
    expect(() => dotProductAttention(x, x, new KerasTensor([null, 3, 2, 8]))).toThrow(
      "query, key and value must agree in size, heads and sources",
    );
  });
});

describe("pixels and channels", () => {
  it("change places and back", () => {
    const x = [[[[1, 2, 3, 4]]]];
    expect(depthToSpace(x, 2)).toBeClose([
      [
        [[1], [2]],
        [[3], [4]],
      ],
    ]);
    expect(spaceToDepth(depthToSpace(x, 2), 2)).toBeClose(x);
    expect(() => depthToSpace([[[[1, 2]]]], 2)).toThrow("the number of channels must be divisible by 4");
  });
});
