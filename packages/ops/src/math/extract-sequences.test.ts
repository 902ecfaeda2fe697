import { KerasTensor, ready } from "@hornbeam/core";
import { beforeAll, describe, expect, it } from "@hornbeam/testing";
import { checkGradients, numbers } from "../../testing/check-gradient.ts";
import { extractSequences } from "./extract-sequences.ts";

beforeAll(() => ready());

describe("extractSequences", () => {
  it("gives windows that overlap, and leaves out what does not fill one", () => {
    expect(extractSequences([1, 2, 3, 4, 5, 6], 3, 2)).toBeClose([
      [1, 2, 3],
      [3, 4, 5],
    ]);
  });
  it("gives none of what is too short", () => {
    expect(extractSequences([[1, 2]], 3, 1).shape).toEqual([1, 0, 3]);
  });
  it("adds gradients up where windows meet", () => {
    checkGradients((x) => extractSequences(x, 3, 1), numbers([2, 5]));
  });
  it("tells its shape without data", () => {
    expect(extractSequences(new KerasTensor([null, 8]), 4, 2).shape).toEqual([null, 3, 4]);
    expect(extractSequences(new KerasTensor([null]), 4, 2).shape).toEqual([null, 4]);
  });
  it("refuses steps of nothing", () => {
    expect(() => extractSequences([1, 2], 1, 0)).toThrow(
      "Cannot call ops.extractSequences: `sequenceStride` must be a positive integer, received 0",
    );
  });
});
