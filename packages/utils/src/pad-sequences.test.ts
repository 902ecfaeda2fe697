import { NDArray } from "@hornbeam/core";
import { describe, expect, it } from "vitest";
import { padSequences } from "./pad-sequences.ts";

const sequences = [[1], [2, 3], [4, 5, 6]];

describe("padSequences", () => {
  it("fills at the front to the longest sequence", () => {
    const padded = padSequences(sequences);
    expect(padded.dtype).toBe("int32");
    expect(padded.toArray()).toEqual([
      [0, 0, 1],
      [0, 2, 3],
      [4, 5, 6],
    ]);
  });

  it("fills and cuts at either end", () => {
    const padded = (options: object) => padSequences(sequences, { maxlen: 2, ...options }).toArray();
    expect(padded({})).toEqual([[0, 1], [2, 3], [5, 6]]); // biome-ignore format: matrices
    expect(padded({ padding: "post" })).toEqual([[1, 0], [2, 3], [5, 6]]); // biome-ignore format: matrices
    expect(padded({ truncating: "post" })).toEqual([[0, 1], [2, 3], [4, 5]]); // biome-ignore format: matrices
    expect(padSequences(sequences, { maxlen: 0 }).shape).toEqual([3, 0]);
  });

  it("fills with a value of the result's type", () => {
    expect(padSequences([[1, 2]], { value: -1.9, maxlen: 3 }).toArray()).toEqual([[-1, 1, 2]]);
    const floats = padSequences([[0.5, 1.5], [2.5]], { dtype: "float32", value: 9.5 });
    expect(floats.toArray()).toEqual([[0.5, 1.5], [9.5, 2.5]]); // biome-ignore format: a matrix
    expect(padSequences([["a"], ["b", "c"]], { dtype: "string", value: "-" }).toArray()).toEqual([
      ["-", "a"],
      ["b", "c"],
    ]);
    expect(padSequences([[7n], [8n, 9n]], { dtype: "int64" }).toArray()).toEqual([[0n, 7n], [8n, 9n]]); // biome-ignore format: a matrix
    expect(padSequences([[1.7, -1.7]]).toArray()).toEqual([[1, -1]]);
  });

  it("takes arrays, empty sequences and steps of a shape", () => {
    expect(padSequences(NDArray.from([[0, 1, 2], [3, 4, 5]]), { maxlen: 2 }).toArray()).toEqual([[1, 2], [4, 5]]); // biome-ignore format: matrices
    expect(padSequences([Int32Array.of(1, 2), NDArray.from([3])]).toArray()).toEqual([[1, 2], [0, 3]]); // biome-ignore format: matrices
    expect(padSequences([[], [1]]).toArray()).toEqual([[0], [1]]);
    expect(padSequences([[], []]).shape).toEqual([2, 0]);
    expect(padSequences([], { maxlen: 3 }).shape).toEqual([0, 3]);
    const deep = padSequences([[[1, 2], [3, 4]], [[5, 6]]], { padding: "post" }); // biome-ignore format: matrices
    expect(deep.toArray()).toEqual([[[1, 2], [3, 4]], [[5, 6], [0, 0]]]); // biome-ignore format: matrices
  });

  it("refuses what is not a list of lists of one kind", () => {
    expect(() => padSequences([1, 2, 3] as never)).toThrow(
      "Cannot pad sequences: `sequences` must be a list of lists, received 1",
    );
    expect(() => padSequences("abc" as never)).toThrow(
      'Cannot pad sequences: `sequences` must be a list of lists, received "abc"',
    );
    expect(() => padSequences([])).toThrow(
      "Cannot pad sequences: `sequences` must not be empty where `maxlen` is not given, received []",
    );
    expect(() => padSequences([[[1, 2]], [[3]]])).toThrow(
      "Cannot pad sequences: the steps of sequence 1 must have the shape [2] of the others, received shape [1]",
    );
    expect(() => padSequences([["x"]])).toThrow(
      'Cannot pad sequences: sequences must hold what dtype int32 can hold, received ["x"]',
    );
  });

  it("refuses options that it does not have", () => {
    const refused = (options: object) => () => padSequences(sequences, options);
    expect(refused({ padding: "middle" })).toThrow(
      'Cannot pad sequences: `padding` must be "pre" or "post", received "middle"',
    );
    expect(refused({ maxlen: -1 })).toThrow(
      "Cannot pad sequences: `maxlen` must be a non-negative integer, received -1",
    );
    expect(refused({ value: "a" })).toThrow(
      'Cannot pad sequences: `value` must be a number for dtype int32, received "a"',
    );
    expect(refused({ maxLen: 2 })).toThrow("Cannot pad sequences: unknown option `maxLen`");
  });
});
