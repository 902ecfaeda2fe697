import { valueAndGrad } from "@hornbeam/core";
import { tensor, zeros } from "@hornbeam/ops";
import { describe, expect, it } from "@hornbeam/testing";
import { CTC, ctc } from "./ctc.ts";

describe("CTC", () => {
  it("adds up all ways in which labels can be spread over the steps", () => {
    const logits = zeros([3, 3, 3]); // each of 27 paths alike
    // 1 1: "1-1"; 1 2: "12-", "1-2", "-12", "112", "122"; none: "---"
    expect(
      ctc(
        [
          [1, 1],
          [1, 2],
          [0, 0],
        ],
        logits,
      ),
    ).toBeClose([Math.log(27), Math.log(27 / 5), Math.log(27)]);
    expect(
      new CTC({ reduction: "sum" })(
        [
          [1, 1],
          [1, 2],
        ],
        zeros([2, 3, 3]),
      ),
    ).toBeClose(Math.log((27 * 27) / 5));
  });
  it("has the gradient of the steps' shares", () => {
    // made by Keras
    const logits = zeros([1, 3, 3]);
    const { grads } = valueAndGrad(() => new CTC()(tensor([[1, 2]]), logits), [logits]);
    expect(grads[0]).toBeClose([
      [
        [2 / 15, -7 / 15, 1 / 3],
        [2 / 15, -1 / 15, -1 / 15],
        [2 / 15, 1 / 3, -7 / 15],
      ],
    ]);
  });
  it("is large but finite where there are too few steps", () => {
    const loss = ctc([[1, 1]], zeros([1, 2, 3])).dataSync()[0]!;
    expect(loss).toBeGreaterThan(700);
    expect(loss).toBeLessThan(720);
  });
  it("refuses other shapes", () => {
    expect(() => ctc([1, 2], zeros([1, 2, 3]))).toThrow(
      "Cannot call ctc: `yTrue` must be of shape [batch, length], received shape [2]",
    );
    expect(() => ctc([[1, 2]], zeros([2, 3]))).toThrow(
      "Cannot call ctc: `yPred` must be of shape [batch, steps, classes], received shape [2, 3]",
    );
  });
});
