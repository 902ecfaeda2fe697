import { mul, sub, type Tensor } from "@hornbeam/kernels/tfjs";
import { describe, expect, it } from "@hornbeam/testing";
import { KerasTensor } from "../graph/keras-tensor.ts";
import { number } from "../options/kinds.ts";
import { Catalogue } from "../serialization/catalogue.ts";
import { Deserializer } from "../serialization/deserialize.ts";
import { serializeKerasObject } from "../serialization/serialize.ts";
import { memory } from "../tensor/variable.ts";
import { defineMeasure, isMeasure } from "./loss-measure.ts";

const gap = defineMeasure("scaled_gap", { by: number(1) }, (yTrue, yPred, { by }) => mul(sub(yTrue, yPred), by));
const power = defineMeasure("power_gap", { p: number() }, (yTrue, yPred, { p }) => mul(sub(yTrue, yPred), p));

describe("defineMeasure", () => {
  it("makes a function of two tensors and of options with defaults", () => {
    expect(gap([3], [1])).toBeClose([2]);
    expect(gap([3], [1], { by: 5 })).toBeClose([10]);
    expect(gap.name).toBe("scaled_gap");
    expect([isMeasure(gap), isMeasure(() => 0)]).toEqual([true, false]);
  });
  it("takes an option that must be given bare as well", () => {
    expect(power([3], [1], { p: 2 })).toBeClose([4]);
    expect(power([3], [1], 2)).toBeClose([4]);
  });
  it("leaves no tensor behind but its result", () => {
    const before = memory().numTensors;
    gap([3], [1], { by: 5 }).dispose();
    expect(memory().numTensors).toBe(before);
  });
  it("hands symbolic tensors on", () => {
    const first = defineMeasure("first", {}, (yTrue) => yTrue as Tensor);
    const symbolic = new KerasTensor([null, 2]);
    expect(first(symbolic, symbolic)).toBe(symbolic);
  });
  it("is found again by the name that configs hold", () => {
    const written = serializeKerasObject(gap);
    expect(written).toEqual({
      module: "builtins",
      class_name: "function",
      config: "scaled_gap",
      registered_name: "function",
    });
    const reading = new Deserializer({ catalogue: new Catalogue({ gap }) });
    expect(reading.deserialize(written)).toBe(gap);
    expect(new Deserializer({ customObjects: { scaled_gap: power } }).deserialize(written)).toBe(power);
  });
  it("refuses options that it does not have, and values that do not fit", () => {
    expect(() => gap([1], [1], { bye: 2 } as never)).toThrow(
      "Cannot call scaledGap: unknown option `bye`\nDid you mean `by`?",
    );
    expect(() => gap([1], [1], { by: "2" as never })).toThrow(
      'Cannot call scaledGap: `by` must be a number, received "2"',
    );
    expect(() => (power as unknown as (a: number[], b: number[]) => Tensor)([1], [1])).toThrow(
      "Cannot call powerGap: `p` must be a number, received undefined",
    );
  });
});
