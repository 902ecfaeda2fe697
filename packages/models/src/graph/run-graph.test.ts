import { type CallOptions, type KerasTensor, Layer, scope, type Tensor, toTensor } from "@hornbeam/core";
import { Input, RandomInvert } from "@hornbeam/layers";
import { describe, expect, it } from "@hornbeam/testing";
import { Model } from "../model.ts";
import { Sequential } from "../sequential.ts";

/** Notes the mode that each of its calls is told. */
class Spy extends Layer<Tensor, Tensor> {
  readonly seen: unknown[] = [];
  override call(x: Tensor, { training }: CallOptions): Tensor {
    this.seen.push(training);
    return x;
  }
}

describe("the mode of a graph", () => {
  it("is that of each node where the call says none, and else that of the call, as in Keras", () => {
    const [first, second] = [new Spy(), new Spy()];
    const x = Input({ shape: [2] });
    using model = new Model({ inputs: x, outputs: second(first(x), { training: true }) as KerasTensor });
    for (const each of [first, second]) each.seen.length = 0;
    using _ = scope();
    const input = toTensor([[1, 1]]);
    model(input);
    model(input, { training: true });
    model(input, { training: false });
    expect(first.seen).toEqual([false, true, false]);
    expect(second.seen).toEqual([true, true, false]);
  });

  it("is each layer's own default where the call says none", () => {
    using model = new Sequential([
      Input({ shape: [2, 1, 1] }),
      new RandomInvert({ factor: [1, 1], valueRange: [0, 5] }),
    ]);
    const image = toTensor([[[[1]], [[5]]]]);
    using _ = scope();
    expect(model(image) as Tensor).toBeClose([[[[4]], [[0]]]]);
    expect(model(image, { training: false }) as Tensor).toBeClose([[[[1]], [[5]]]]);
    image.dispose();
  });
});
