import { getMask } from "@hornbeam/core";
import { tensor } from "@hornbeam/ops";
import { checkLayer, describe, expect, it } from "@hornbeam/testing";
import { Identity } from "./identity.ts";
import { Input } from "./input.ts";
import { Masking } from "./masking.ts";

describe("Masking", () => {
  it("keeps the layer contract", () => {
    checkLayer(Masking, { inputShape: [2, 3, 2], outputShape: [2, 3, 2] });
  });
  it("masks the steps of which every feature has its value", () => {
    const y = new Masking({ maskValue: -1 })(
      tensor([
        [
          [-1, -1],
          [3, -1],
        ],
      ]),
    );
    expect(y).toBeClose([
      [
        [0, 0],
        [3, -1],
      ],
    ]);
    expect(getMask(y)!).toBeClose([[0, 1]]);
  });
  it("gives symbolic tensors a mask, too", () => {
    expect(getMask(new Masking()(Input({ shape: [5, 2] })))!.shape).toEqual([null, 5]);
  });
});

describe("Identity", () => {
  it("keeps the layer contract", () => {
    checkLayer(Identity, { inputShape: [2, 3], outputShape: [2, 3] });
  });
  it("gives structures as they are, and passes masks on", () => {
    const x = { a: tensor([1]), b: [tensor([2]), tensor([3])] };
    expect(new Identity()(x).b[1]!).toBeClose([3]);
    const masked = new Masking()(
      tensor([
        [
          [0, 0],
          [3, 1],
        ],
      ]),
    );
    expect(getMask(new Identity()(masked))!).toBeClose([[0, 1]]);
  });
});
