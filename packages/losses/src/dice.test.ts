import { describe, expect, it } from "@hornbeam/testing";
import { Dice, dice } from "./dice.ts";

describe("Dice", () => {
  it("is 1 less what two regions share", () => {
    // 1 - 2 · 0.5 / 2
    expect(dice([[1, 0]], [[0.5, 0.5]])).toBeClose(0.5);
    expect(new Dice()([[1, 0]], [[0.5, 0.5]])).toBeClose(0.5);
  });
  it("takes axes apart", () => {
    const [yTrue, yPred] = [
      [
        [1, 0],
        [1, 1],
      ],
      [
        [0.5, 0.5],
        [1, 1],
      ],
    ];
    expect(dice(yTrue, yPred, { axis: 1 })).toBeClose([0.5, 0]);
    expect(new Dice({ axis: 1 })(yTrue, yPred)).toBeClose(0.25);
  });
});
