import { describe, expect, it } from "@hornbeam/testing";
import { Poisson, poisson } from "./poisson.ts";

describe("Poisson", () => {
  it("is p - t · ln p", () => {
    expect(poisson([[0, 1]], [[1, 2]])).toBeClose([(1 + 2 - Math.log(2)) / 2]);
    expect(new Poisson()([[0, 1]], [[1, 1]])).toBeClose(1);
  });
});
