import { abs, grads, mean, mul, square, sub, type Tensor, tensor } from "@hornbeam/kernels/tfjs";
import { beforeEach, describe, expect, expectTypeOf, it } from "@hornbeam/testing";
import { trace } from "../context/call-context.ts";
import { getMask, setMask } from "../context/mask.ts";
import { KerasTensor } from "../graph/keras-tensor.ts";
import { keep } from "../memory/scope.ts";
import { number } from "../options/kinds.ts";
import { clearSession } from "../session.ts";
import { memory } from "../tensor/variable.ts";
import { defineLoss, Loss } from "./loss.ts";

class Squared extends defineLoss("Squared", {}, (yTrue, yPred) => mean(square(sub(yTrue, yPred)), -1)) {}
class Scaled extends defineLoss("Scaled", { by: number(2) }, (yTrue, yPred, { by }) =>
  mul(mean(abs(sub(yTrue, yPred)), -1), by),
) {}

const yTrue = [
  [0, 0],
  [0, 0],
];
const yPred = [
  [1, 1],
  [2, 4],
]; // squared: 1 and 10

describe("Loss", () => {
  beforeEach(() => clearSession());

  it("averages over the samples", () => {
    expect(new Squared()(yTrue, yPred)).toBeClose(5.5);
    expect(new Squared({ reduction: "mean" })(yTrue, yPred)).toBeClose(5.5);
  });
  it("weighs the samples, and divides by their number, not by the weights", () => {
    expect(new Squared()(yTrue, yPred, [1, 3])).toBeClose(15.5);
    expect(new Squared()(yTrue, yPred, [[1], [3]])).toBeClose(15.5);
    expect(new Squared({ reduction: "mean_with_sample_weight" })(yTrue, yPred, [1, 3])).toBeClose(31 / 4);
    expect(new Squared({ reduction: "sum" })(yTrue, yPred, [1, 3])).toBeClose(31);
  });
  it("gives one value a sample where nothing is reduced", () => {
    expect(new Squared({ reduction: "none" })(yTrue, yPred, [1, 3])).toBeClose([1, 30]);
    expect(new Squared({ reduction: null })(yTrue, yPred)).toBeClose([1, 10]);
  });
  it("leaves out of sum and count what a mask of the prediction leaves out", () => {
    const masked = tensor(yPred);
    setMask(masked, tensor([false, true], undefined, "bool"));
    expect(new Squared()(yTrue, masked)).toBeClose(10);
    expect(new Squared()(yTrue, masked, [5, 0.5])).toBeClose(5);
    expect(new Squared({ reduction: "sum" })(yTrue, masked)).toBeClose(10);
  });
  it("takes a mask of the values as well, and both together", () => {
    class Masked extends Loss {
      override call(truth: Tensor, guess: Tensor): Tensor {
        const values = mean(square(sub(truth, guess)), -1);
        setMask(values, keep(tensor([true, false, true], undefined, "bool")));
        return values;
      }
    }
    const masked = tensor([[1], [2], [3]]);
    expect(new Masked()([[0], [0], [0]], masked)).toBeClose(5);
    setMask(masked, tensor([false, true, true], undefined, "bool"));
    expect(new Masked()([[0], [0], [0]], masked)).toBeClose(9);
  });
  it("is 0 where a mask leaves nothing", () => {
    const masked = tensor(yPred);
    setMask(masked, tensor([false, false], undefined, "bool"));
    expect(new Squared()(yTrue, masked)).toBeClose(0);
  });
  it("converts integers, and brings ranks together that differ by an axis of 1", () => {
    expect(new Squared()(tensor([1, 2], [2], "int32"), [[1], [4]])).toBeClose(2);
  });
  it("hands its options to its function", () => {
    expect(new Scaled()([[0]], [[3]])).toBeClose(6);
    expect(new Scaled({ by: 3 })([[0]], [[3]])).toBeClose(9);
    expect(new Scaled({ by: 3 }).getConfig()).toEqual({ name: "scaled", reduction: "sum_over_batch_size", by: 3 });
    expectTypeOf(new Scaled().by).toEqualTypeOf<number>();
  });
  it("is named after its class, with a number where the class extends Loss itself", () => {
    class PlainGap extends Loss {
      override call(truth: Tensor, guess: Tensor): Tensor {
        return mean(sub(truth, guess), -1);
      }
    }
    expect([new PlainGap().name, new PlainGap().name]).toEqual(["plain_gap", "plain_gap_1"]);
    expect([new Squared().name, new Squared().name]).toEqual(["squared", "squared"]);
    expect(new PlainGap({ name: "mine" }).name).toBe("mine");
    expect(String(new Squared())).toBe('[object Squared "squared"]');
  });
  it("leaves no tensor behind but its result", () => {
    const loss = new Squared();
    const before = memory().numTensors;
    const value = loss(yTrue, yPred, [1, 3]);
    expect(memory().numTensors).toBe(before + 1);
    value.dispose();
  });
  it("tells its shape in a dry run", () => {
    const [truth, guess] = [new KerasTensor([null, 2]), new KerasTensor([null, 2])];
    class Through extends Loss {
      override call(x: Tensor): Tensor {
        return x;
      }
    }
    const dry = (loss: Loss) => trace(() => loss(truth as never, guess as never)).shape;
    expect(dry(new Through())).toEqual([]);
    expect(dry(new Through({ reduction: "none" }))).toEqual([null, 2]);
    expect(() => new Through()(truth as never, guess as never)).toThrow(
      'Cannot call Through "through_2": it must be given tensors, not symbolic ones\nUse the loss in `compile`, or its function in the graph.',
    );
  });
  it("has no slope where all weights are 0", () => {
    const loss = new Squared({ reduction: "mean_with_sample_weight" });
    const [slope] = grads((guess) => loss(tensor(yTrue), guess as Tensor, [0, 0]))([tensor(yPred)]);
    expect(loss(yTrue, yPred, [0, 0])).toBeClose(0);
    expect(slope).toBeClose([
      [0, 0],
      [0, 0],
    ]);
  });
  it("refuses weights that do not broadcast", () => {
    expect(() => new Squared({ name: "mine" })(yTrue, yPred, [1, 2, 3])).toThrow(
      'Cannot call Squared "mine": `sampleWeight` must broadcast to the losses of shape [2], received shape [3]',
    );
    const masked = tensor(yPred);
    setMask(masked, tensor([true, false], undefined, "bool"));
    expect(() => new Squared({ name: "mine" })(yTrue, masked, [1, 2, 3])).toThrow(
      'Cannot call Squared "mine": `sampleWeight` must broadcast to the mask of shape [2], received shape [3]',
    );
  });
  it("lets go of the masks it was lent", () => {
    const masked = tensor(yPred);
    const mask = tensor([true, true], undefined, "bool");
    setMask(masked, mask);
    new Squared()(yTrue, masked);
    expect(getMask(masked)?.isDisposed).toBe(false);
  });
});
