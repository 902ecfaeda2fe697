import { describe, expect, it } from "@hornbeam/testing";
import { Recall } from "./recall.ts";

describe("Recall", () => {
  it("is the share of positives that were predicted", () => {
    expect(new Recall()([0, 1, 1, 1], [1, 0, 1, 1])).toBeClose(2 / 3);
    expect(new Recall({ thresholds: [0.2, 0.6] })([0, 1, 1], [0.5, 0.7, 0.1])).toBeClose([0.5, 0.5]);
    expect(new Recall()([0, 0], [1, 1])).toBeClose(0);
    expect(new Recall().getConfig()).toMatchObject({ thresholds: null, top_k: null, class_id: null });
  });
});
