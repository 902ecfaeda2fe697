import { describe, expect, it } from "@hornbeam/testing";
import { Tversky, tversky } from "./tversky.ts";

describe("Tversky", () => {
  it("weighs misses and false alarms", () => {
    // 0.5 / (0.5 + 0.5 alpha + 0.25 beta)
    const [yTrue, yPred] = [[[1, 0]], [[0.5, 0.25]]];
    expect(tversky(yTrue, yPred, { alpha: 1, beta: 0 })).toBeClose(0.5);
    expect(tversky(yTrue, yPred, { alpha: 0, beta: 2 })).toBeClose(0.5);
    expect(new Tversky({ alpha: 1, beta: 2 })(yTrue, yPred)).toBeClose(1 - 0.5 / 1.5);
  });
});
