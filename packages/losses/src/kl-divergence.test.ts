import { describe, expect, it } from "@hornbeam/testing";
import { KLDivergence, klDivergence } from "./kl-divergence.ts";

describe("KLDivergence", () => {
  it("is the divergence of two distributions", () => {
    const expected = 0.5 * Math.log(2) + 0.5 * Math.log(2 / 3);
    expect(klDivergence([[0.5, 0.5]], [[0.25, 0.75]])).toBeClose([expected]);
    expect(new KLDivergence()([[0.5, 0.5]], [[0.25, 0.75]])).toBeClose(expected);
  });
  it("takes probabilities of zero for 1e-7", () => {
    expect(klDivergence([[1]], [[0]])).toBeClose([Math.log(1e7)]);
  });
});
