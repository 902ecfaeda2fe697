import { NDArray } from "@hornbeam/core";
import { describe, expect, it } from "vitest";
import * as tree from "./index.ts";

describe("flatten and packSequenceAs", () => {
  it("take lists in order and records by their sorted keys", () => {
    expect(tree.flatten({ b: 1, a: [2, { d: 3, c: 4 }] })).toEqual([2, 4, 3, 1]);
    expect(tree.flatten(7)).toEqual([7]);
    expect(tree.flatten([null, []])).toEqual([null]);
    expect(tree.packSequenceAs({ b: 0, a: [0, 0] }, [1, 2, 3])).toEqual({ b: 3, a: [1, 2] });
    expect(tree.packSequenceAs("leaf", [5])).toBe(5);
  });

  it("give paths of indices and keys", () => {
    expect(tree.flattenWithPath([{ foo: 42 }, [7, 8]])).toEqual([
      [[0, "foo"], 42],
      [[1, 0], 7],
      [[1, 1], 8],
    ]);
    expect(tree.flattenWithPath(1)).toEqual([[[], 1]]);
  });

  it("refuse too many leaves, too few, and what is no list", () => {
    expect(() => tree.packSequenceAs([0, 0], [1])).toThrow(
      "Cannot pack a sequence: `flatSequence` must have the 2 leaves of the structure, received 1",
    );
    expect(() => tree.packSequenceAs([0], 1 as never)).toThrow(
      "Cannot pack a sequence: `flatSequence` must be a list, received 1",
    );
  });
});

describe("isNested", () => {
  it("is true of lists and plain records only", () => {
    expect([[], {}, { a: 1 }].map(tree.isNested)).toEqual([true, true, true]);
    expect([1, "abc", null, NDArray.zeros([2]), new Map()].map(tree.isNested)).toEqual(new Array(5).fill(false));
  });
});

describe("mapStructure", () => {
  it("maps the leaves of several structures, and keeps the order of keys", () => {
    const sum = tree.mapStructure((x: number, y: number) => x + y, { b: 1, a: [2] }, { a: [20], b: 10 });
    expect(sum).toEqual({ b: 11, a: [22] });
    expect(Object.keys(sum as object)).toEqual(["b", "a"]);
  });

  it("visits leaves in the order of flatten", () => {
    const seen: unknown[] = [];
    tree.mapStructure((x: number) => seen.push(x), { b: 1, a: [2, 3] });
    expect(seen).toEqual([2, 3, 1]);
  });

  it("refuses structures of another form", () => {
    expect(() => tree.mapStructure(() => 0, [1], [[1]])).toThrow(
      "Cannot map a structure: they must have the same nested structure, a leaf at [0], received [1]",
    );
    expect(() => tree.mapStructure(() => 0, { a: 1 }, { b: 1 })).toThrow(
      'Cannot map a structure: they must have the same nested structure, a record of ["a"], received { b: 1 }',
    );
    expect(() => tree.mapStructure("f" as never, [1])).toThrow(
      'Cannot map a structure: it must be given a function, received "f"',
    );
  });

  it("maps up to a form, and shapes as a whole", () => {
    expect(tree.mapStructureUpTo([null, [null, null]], String, [[1, 1], [2, [2, 3]]])).toEqual(["1,1", ["2", "2,3"]]); // biome-ignore format: nested
    expect(() => tree.mapStructureUpTo([[null]], String, [1])).toThrow(
      "Cannot map a structure up to another: they must have the same nested structure, a list at [0], received 1",
    );
    const ranks = tree.mapShapeStructure((shape: number[]) => shape.length, { a: [2, 3], b: [[4], [null, 5]], c: [] });
    expect(ranks).toEqual({ a: 2, b: [1, 2], c: 0 });
  });
});

describe("traverse", () => {
  it("visits parts before or after what they hold", () => {
    const visits = (topDown: boolean): unknown[] => {
      const seen: unknown[] = [];
      tree.traverse((part) => void seen.push(part), [[1, 2], { b: 1, a: 4 }], { topDown });
      return seen;
    };
    expect(visits(true)).toEqual([[[1, 2], { b: 1, a: 4 }], [1, 2], 1, 2, { b: 1, a: 4 }, 4, 1]); // biome-ignore format: one line
    expect(visits(false)).toEqual([1, 2, [1, 2], 4, 1, { b: 1, a: 4 }, [[1, 2], { b: 1, a: 4 }]]); // biome-ignore format: one line
  });

  it("replaces parts, by null too, and does not enter what it replaced", () => {
    expect(tree.traverse((part) => (Array.isArray(part) && part[0] === 1 ? "pair" : null), [[1, 2], [3]])).toEqual(["pair", [3]]); // biome-ignore format: one line
    expect(tree.traverse((part) => (part === 1 ? tree.MAP_TO_NONE : null), [1, 2])).toEqual([null, 2]);
    expect(tree.traverse((part) => (part === 1 ? tree.MAP_TO_NONE : null), [1, 2], { topDown: false })).toEqual([null, 2]); // biome-ignore format: one line
  });

  it("refuses options that it does not have", () => {
    expect(() => tree.traverse(() => null, [], { top: true } as never)).toThrow(
      "Cannot traverse a structure: unknown option `top`\nKnown options: topDown.",
    );
  });
});

describe("assertSameStructure and assertSamePaths", () => {
  it("accept structures whose leaves alone differ", () => {
    expect(tree.assertSameStructure([{ a: 1, b: [] }], [{ b: [], a: "x" }])).toBe(undefined);
    expect(tree.assertSamePaths([1, []], [2, {}])).toBe(undefined);
  });

  it("say where structures part", () => {
    expect(() => tree.assertSameStructure([{ a: [1] }], [{ a: [1, 2] }])).toThrow(
      'Cannot match structures: they must have the same nested structure, a list of 1 at [0, "a"], received [1, 2]',
    );
    expect(() => tree.assertSameStructure([], {})).toThrow(
      "Cannot match structures: they must have the same nested structure, a list, received {}",
    );
    expect(() => tree.assertSamePaths([1, [2]], [1, 2])).toThrow(
      "Cannot match paths: the second must have a leaf at each path of the other, received [1, 0]",
    );
    expect(() => tree.assertSamePaths([1], [1, 2])).toThrow(
      "Cannot match paths: the first must have a leaf at each path of the other, received [1]",
    );
  });
});
