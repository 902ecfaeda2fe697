import { describe, expect, it } from "@hornbeam/testing";
import { CosineSimilarity, cosineSimilarity } from "./cosine-similarity.ts";

describe("CosineSimilarity", () => {
  it("is minus the cosine of the angle", () => {
    expect(
      cosineSimilarity(
        [
          [0, 1],
          [1, 1],
        ],
        [
          [1, 0],
          [1, 1],
        ],
      ),
    ).toBeClose([0, -1]);
    expect(
      new CosineSimilarity()(
        [
          [0, 1],
          [1, 1],
        ],
        [
          [1, 0],
          [1, 1],
        ],
      ),
    ).toBeClose(-0.5);
  });
  it("is zero for a vector of zeros", () => {
    expect(cosineSimilarity([[0, 0]], [[3, 4]])).toBeClose([0]);
  });
  it("takes the vectors along any axis, which its config keeps", () => {
    expect(
      cosineSimilarity(
        [
          [3, 0],
          [4, 1],
        ],
        [
          [3, 1],
          [4, 0],
        ],
        { axis: 0 },
      ),
    ).toBeClose([-1, 0]);
    expect(new CosineSimilarity({ axis: 0 }).getConfig()).toEqual({
      name: "cosine_similarity",
      reduction: "sum_over_batch_size",
      axis: 0,
    });
    expect(new CosineSimilarity().getConfig()).toEqual({ name: "cosine_similarity", reduction: "sum_over_batch_size" });
  });
});
