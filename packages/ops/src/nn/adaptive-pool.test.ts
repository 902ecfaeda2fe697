import { KerasTensor, ready } from "@hornbeam/core";
import { beforeAll, describe, expect, it } from "@hornbeam/testing";
import { adaptiveAveragePool, adaptiveMaxPool } from "./adaptive-pool.ts";

beforeAll(() => ready());

describe("adaptive pooling", () => {
  it("gives as many windows as it is told, which overlap where the size does not divide", () => {
    const x = [[[1], [2], [6], [4], [3]]];
    expect(adaptiveAveragePool(x, 3)).toBeClose([[[1.5], [4], [3.5]]]);
    expect(adaptiveMaxPool(x, [3])).toBeClose([[[2], [6], [4]]]);
  });
  it("repeats elements where there are more windows than those", () => {
    expect(adaptiveMaxPool([[[1], [2]]], 4)).toBeClose([[[1], [1], [2], [2]]]);
  });
  it("tells its shape without data", () => {
    const x = new KerasTensor([null, 3, null, 5]);
    expect(adaptiveMaxPool(x, 2, { dataFormat: "channels_first" }).shape).toEqual([null, 3, 2, 2]);
  });
  it("refuses inputs without spatial axes", () => {
    expect(() => adaptiveAveragePool([[1, 2]], 1)).toThrow(
      "there must be a positive output size for each of 1 to 3 spatial axes",
    );
  });
});
