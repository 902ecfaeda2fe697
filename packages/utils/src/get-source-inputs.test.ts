import { KerasTensor, OptionError } from "@hornbeam/core";
import * as ops from "@hornbeam/ops";
import { describe, expect, it } from "vitest";
import { getSourceInputs } from "./get-source-inputs.ts";

const input = () => new KerasTensor([null, 2]);

describe("getSourceInputs", () => {
  it("finds what a tensor is computed from, each once, in the order of the calls", () => {
    const [a, b, c] = [input(), input(), input()] as const;
    const sum = ops.add(ops.add(b, a), ops.multiply(a, c));
    expect(getSourceInputs(sum)).toEqual([b, a, c]);
    expect(getSourceInputs(sum)[1]).toBe(a);
    expect(getSourceInputs(ops.add(a, b))).toHaveLength(2);
  });

  it("gives a tensor itself that nothing has made", () => {
    const a = input();
    expect(getSourceInputs(a)).toEqual([a]);
  });

  it("gets to the end of long chains", () => {
    const a = input();
    let tensor = ops.add(a, 1);
    for (let i = 0; i < 3000; i++) tensor = ops.add(tensor, tensor);
    const sources = getSourceInputs(tensor as unknown as KerasTensor);
    expect(sources).toHaveLength(1);
    expect(sources[0]).toBe(a);
  });

  it("refuses what is not symbolic", () => {
    expect(() => getSourceInputs([1] as never)).toThrow(OptionError);
    expect(() => getSourceInputs([1] as never)).toThrow(
      "Cannot get source inputs: it must be a symbolic tensor, as `Input` makes and layers return, received [1]",
    );
  });
});
