import { setMask } from "@hornbeam/core";
import { tensor } from "@hornbeam/ops";
import { describe, expect, it } from "@hornbeam/testing";
import { Mean } from "./mean.ts";

describe("Mean", () => {
  it("is the mean of all values so far", () => {
    const mean = new Mean();
    mean.updateState([1, 3]);
    expect(mean([8])).toBeClose(4);
  });
  it("is 0 before any value", () => {
    expect(new Mean().result()).toBeClose(0);
  });
  it("divides by the weights", () => {
    expect(new Mean()([1, 3, 5, 7], { sampleWeight: [1, 1, 0, 0] })).toBeClose(2);
    const mean = new Mean();
    mean.updateState(2, { sampleWeight: 32 });
    mean.updateState(5, { sampleWeight: 16 });
    expect(mean.result()).toBeClose(3);
  });
  it("counts samples, not elements", () => {
    const mean = new Mean();
    mean.updateState([
      [1, 3],
      [5, 7],
    ]);
    mean.updateState([10]);
    expect(mean.result()).toBeClose((2 + 6 + 10) / 3);
  });
  it("takes a weight an element", () => {
    expect(
      new Mean()(
        [
          [1, 3],
          [5, 7],
        ],
        {
          sampleWeight: [
            [1, 0],
            [0, 1],
          ],
        },
      ),
    ).toBeClose(4);
  });
  it("leaves out what the values' mask leaves out, where there are weights", () => {
    const values = tensor([1, 100]);
    setMask(values, tensor([true, false], { dtype: "bool" }));
    expect(new Mean()(values, { sampleWeight: [1, 1] })).toBeClose(1);
  });
  it("keeps a total and a count", () => {
    const mean = new Mean({ name: "loss" });
    mean.updateState([1, 3]);
    expect(mean.variables.map(({ path }) => path)).toEqual(["loss/total", "loss/count"]);
    expect(mean.variables.map((variable) => variable.numpy().data[0])).toEqual([4, 2]);
  });
});
