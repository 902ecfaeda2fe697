import { describe, expect, it } from "vitest";
import { LazyMap } from "./lazy-map.ts";

describe("LazyMap", () => {
  it("makes a value when it is first asked for, and only then", () => {
    const made: string[] = [];
    const make = (name: string) => [name, () => made.push(name)] as const;
    const map = new LazyMap(new Map([make("a"), make("b")]));
    expect([[...map.keys()], map.size, map.has("b"), map.has("c"), made]).toEqual([["a", "b"], 2, true, false, []]);
    expect([map.get("b"), map.get("b"), map.get("c"), made]).toEqual([1, 1, undefined, ["b"]]);
  });

  it("tries again after a refusal", () => {
    let calls = 0;
    const map = new LazyMap(
      new Map([
        [
          "a",
          () => {
            calls++;
            if (calls === 1) throw new Error("not now");
            return calls;
          },
        ],
      ]),
    );
    expect(() => map.get("a")).toThrow("not now");
    expect(map.get("a")).toBe(2);
  });

  it("goes over keys, values and pairs in order, as a Map does", () => {
    const map = new LazyMap(
      new Map([
        ["x", () => 1],
        ["y", () => 2],
      ]),
    );
    const visited: [string, number][] = [];
    map.forEach((value, key) => {
      visited.push([key, value]);
    });
    expect([[...map], [...map.entries()], visited]).toEqual(
      Array(3).fill([
        ["x", 1],
        ["y", 2],
      ]),
    );
    expect([...map.values()]).toEqual([1, 2]);
  });
});
