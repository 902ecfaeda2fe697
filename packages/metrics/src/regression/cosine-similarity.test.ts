import { describe, expect, it } from "@hornbeam/testing";
import { CosineSimilarity } from "./cosine-similarity.ts";

describe("CosineSimilarity", () => {
  it("is the mean cosine, of the other sign than the loss", () => {
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
    ).toBeClose(0.5);
    expect(new CosineSimilarity().direction).toBe("up");
  });
});
