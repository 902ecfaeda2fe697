import { clearSession, type Tensor } from "@hornbeam/core";
import { square, tensor } from "@hornbeam/ops";
import { beforeEach, checkLayer, describe, expect, it } from "@hornbeam/testing";
import { Activation } from "./activation.ts";
import { ELU } from "./elu.ts";
import { LeakyReLU } from "./leaky-relu.ts";
import { PReLU } from "./prelu.ts";
import { ReLU } from "./relu.ts";
import { Softmax } from "./softmax.ts";

beforeEach(() => clearSession());
const shape = { inputShape: [2, 3], outputShape: [2, 3] };
const x = () => tensor([[-2, -1, 0, 1, 3]]);

describe("Activation", () => {
  it("keeps the layer contract", () => {
    checkLayer(Activation, { ...shape, options: { activation: "tanh" } });
  });
  it("takes a name or a function", () => {
    expect(new Activation({ activation: "relu" })(x())).toBeClose([[0, 0, 0, 1, 3]]);
    expect(new Activation({ activation: (t: Tensor) => square(t) })(x())).toBeClose([[4, 1, 0, 1, 9]]);
  });
  it("refuses names that there are not", () => {
    expect(() => new Activation({ activation: "rellu" as never })).toThrow(/rellu.*\n?.*relu/s);
  });
});

describe("layers that are activations", () => {
  it("keep the layer contract", () => {
    checkLayer(ELU, { ...shape, options: { alpha: 0.5 } });
    checkLayer(Softmax, shape);
    checkLayer(Softmax, { options: { axis: [1, 2] }, inputShape: [2, 3, 4], outputShape: [2, 3, 4] });
    // slopes change at single points: the differences would step over them
    checkLayer(ReLU, { ...shape, gradients: false });
    checkLayer(LeakyReLU, { ...shape, gradients: false });
    checkLayer(PReLU, { ...shape, weights: 1, gradients: false });
    const options = { sharedAxes: [1] };
    checkLayer(PReLU, { options, inputShape: [2, 4, 3], outputShape: [2, 4, 3], weights: 1, gradients: false });
  });
  it("compute what they say", () => {
    expect(new ReLU()(x())).toBeClose([[0, 0, 0, 1, 3]]);
    expect(new ReLU({ maxValue: 2 })(x())).toBeClose([[0, 0, 0, 1, 2]]);
    expect(new ReLU({ threshold: 1, negativeSlope: 0.5 })(x())).toBeClose([[-1.5, -1, -0.5, 0, 3]]);
    expect(new LeakyReLU({ negativeSlope: 0.5 })(x())).toBeClose([[-1, -0.5, 0, 1, 3]]);
    expect(new ELU({ alpha: 2 })(x())).toBeClose([[2 * Math.expm1(-2), 2 * Math.expm1(-1), 0, 1, 3]]);
    using learned = new PReLU({ alphaInitializer: "ones" });
    expect(learned(x())).toBeClose([[-2, -1, 0, 1, 3]]);
    expect(learned.alpha.shape).toEqual([5]);
  });
  it("make nothing of what is masked", () => {
    const mask = tensor([[1, 1, 0]], { dtype: "bool" });
    expect(new Softmax()(tensor([[1, 1, 7]]), { mask })).toBeClose([[0.5, 0.5, 0]]);
    expect(new Softmax()(tensor([[1, 1, 7]]), { mask: tensor([[0, 0, 0]], { dtype: "bool" }) })).toBeClose([[0, 0, 0]]);
  });
  it("are named as Keras names them", () => {
    expect([new ReLU().name, new LeakyReLU().name, new PReLU().name, new ELU().name]).toEqual([
      "re_lu",
      "leaky_re_lu",
      "p_re_lu",
      "elu",
    ]);
  });
  it("refuse slopes below 0", () => {
    expect(() => new LeakyReLU({ negativeSlope: -1 })).toThrow(
      "Cannot create LeakyReLU: `negativeSlope` must be a non-negative number, received -1",
    );
  });
});
