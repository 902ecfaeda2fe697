import { describe, expect, expectTypeOf, it } from "vitest";
import { boolean, number, oneOf, positiveInteger } from "../options/kinds.ts";
import { nullable } from "../options/option.ts";
import { classNameOf, kerasModuleOf } from "./class-name.ts";
import { Configured } from "./configured.ts";
import { define } from "./define.ts";

abstract class Shape extends Configured {
  static override readonly schema = {};
  readonly made: string[] = [];
  abstract area(): number;
  protected __call__(times: number): number {
    return this.area() * times;
  }
}
class Box extends define(
  "keras.shapes.Box",
  {
    /** Width in metres. */
    width: positiveInteger(),
    filled: boolean(true),
    edgeColor: nullable(oneOf("red", "blue"))(null),
    rate1: number(0.5, { key: "rate_1" }),
  },
  Shape,
) {
  readonly #sides = 4;
  area(): number {
    return this.width * this.#sides;
  }
}
class Cube extends define("keras.shapes.Cube", { depth: number(2) }, Box) {}
class MyBox extends Box {}

describe("define", () => {
  it("gives options as properties, and defaults", () => {
    const box = new Box({ width: 3 });
    expect([box.width, box.filled, box.edgeColor, box.rate1]).toEqual([3, true, null, 0.5]);
    expectTypeOf(box.edgeColor).toEqualTypeOf<"red" | "blue" | null>();
  });

  it("makes instances callable where a parent has __call__", () => {
    const box = new Box({ width: 3 });
    expect((box as unknown as (times: number) => number)(2)).toBe(24);
    expect(box).toBeInstanceOf(Shape);
    expect(box.made).toEqual([]);
  });

  it("merges the tables of parents", () => {
    const cube = new Cube({ width: 1, depth: 5 });
    expect([cube.depth, cube.area()]).toEqual([5, 4]);
  });

  it("writes and reads Keras' keys", () => {
    const config = { width: 3, filled: false, edge_color: "red", rate_1: 0.25 };
    expect(Box.fromConfig(config).getConfig()).toEqual(config);
  });

  it("names Keras' own classes, and leaves those of users to themselves", () => {
    expect([classNameOf(Box), kerasModuleOf(Box)]).toEqual(["Box", "keras.shapes"]);
    expect([classNameOf(Cube), kerasModuleOf(Cube)]).toEqual(["Cube", "keras.shapes"]);
    expect([classNameOf(MyBox), kerasModuleOf(MyBox)]).toEqual(["MyBox", ""]);
  });

  it("refuses what the table does not have", () => {
    // @ts-expect-error `width` is required
    expect(() => new Box({})).toThrow("Cannot create Box: `width` must be a positive integer, received undefined");
    // @ts-expect-error there is no such option
    expect(() => new Box({ width: 1, fild: true })).toThrow(
      "Cannot create Box: unknown option `fild`\nDid you mean `filled`?",
    );
    // @ts-expect-error a string is no boolean
    expect(() => new Box({ width: 1, filled: "yes" })).toThrow(
      'Cannot create Box: `filled` must be a boolean, received "yes"',
    );
    // @ts-expect-error not one of the words
    expect(() => new Box({ width: 1, edgeColor: "green" })).toThrow(
      'Cannot create Box: `edgeColor` must be one of "red", "blue" or null, received "green"',
    );
    expect(() => new Box(3 as never)).toThrow("Cannot create Box: its options must be one object, received 3");
    expect(() => Box.fromConfig({ width: 1, colour: "x" })).toThrow(
      "Cannot create Box from its config: unknown key `colour`",
    );
  });

  it("refuses to be assigned", () => {
    const box = new Box({ width: 1 });
    // @ts-expect-error options are read only
    box.width = 2;
  });
});
