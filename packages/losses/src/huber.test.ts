import { describe, expect, it } from "@hornbeam/testing";
import { Huber, huber } from "./huber.ts";

describe("Huber", () => {
  it("is half the square of small errors and grows in proportion beyond delta", () => {
    // ½ · 1² and 1 · 3 - ½
    expect(huber([[0, 0]], [[1, 3]])).toBeClose([1.5]);
    // 2 · 3 - ½ · 4
    expect(huber([[0]], [[-3]], { delta: 2 })).toBeClose([4]);
    expect(new Huber({ delta: 2 })([[0]], [[-3]])).toBeClose(4);
  });
  it("is called huber_loss, and its config leaves delta out as that of Keras does", () => {
    expect(new Huber({ delta: 2 }).getConfig()).toEqual({ name: "huber_loss", reduction: "sum_over_batch_size" });
    expect(Huber.fromConfig({ delta: 2 }).delta).toBe(2);
  });
  it("refuses unknown options", () => {
    expect(() => huber([[0]], [[1]], { dleta: 2 } as never)).toThrow(
      "Cannot call huber: unknown option `dleta`\nDid you mean `delta`?",
    );
  });
});
