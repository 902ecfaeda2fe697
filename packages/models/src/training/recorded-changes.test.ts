import { type AnyLayer, memory, NDArray, ready, type Tensor } from "@hornbeam/core";
import { Constant } from "@hornbeam/initializers";
import { Dense, Input } from "@hornbeam/layers";
import { beforeAll, describe, expect, it } from "vitest";
import { Model } from "../model.ts";
import { Sequential } from "../sequential.ts";

const x = NDArray.from([[1, 2]]);
/** Gives 3 · value. */
const head = (value: number) =>
  new Dense({ units: 1, useBias: false, kernelInitializer: new Constant({ value }), name: "head" });

async function predictions(model: Model | Sequential, times: number): Promise<unknown[]> {
  const found: unknown[] = [];
  for (let i = 0; i < times; i++) found.push((await model.predictOnBatch(x)).item());
  return found;
}

describe("a layer that takes the place of another of its name", () => {
  beforeAll(() => ready());

  it("on top of a stack is what recorded steps run from then on", async () => {
    const before = memory().numTensors;
    const heads: AnyLayer[] = [];
    {
      using model = new Sequential([Input({ shape: [2] }), head(1)]);
      expect(await predictions(model, 5)).toEqual([3, 3, 3, 3, 3]);
      for (const value of [2, 3]) {
        heads.push(model.pop());
        model.add(head(value));
        expect(await predictions(model, 5)).toEqual(Array.from({ length: 5 }, () => 3 * value));
      }
      expect(model.explain().map(({ mode, replays }) => [mode, replays])).toEqual([
        ["recorded", 2],
        ["recorded", 2],
        ["recorded", 2],
      ]);
    }
    for (const layer of heads) layer[Symbol.dispose]();
    expect(memory().numTensors).toBe(before);
  });

  it("in a field of a model too, and the other once it is back", async () => {
    class Headed extends Model {
      head = head(1);
      override call(given: Tensor): Tensor {
        return this.head(given);
      }
    }
    using model = new Headed();
    using first = model.head;
    expect(await predictions(model, 4)).toEqual([3, 3, 3, 3]);
    model.head = head(5);
    expect(await predictions(model, 4)).toEqual([15, 15, 15, 15]);
    using second = model.head;
    model.head = first;
    first.trainable = false; // layers are looked at again where something has changed that steps depend on
    expect(await predictions(model, 4)).toEqual([3, 3, 3, 3]);
    expect(second.built).toBe(true);
  });
});
