import { describe, expect, it } from "vitest";
import type { NDArray } from "../array/nd-array.ts";
import { Configured } from "../objects/configured.ts";
import { define } from "../objects/define.ts";
import { number } from "../options/kinds.ts";
import { option } from "../options/option.ts";
import { Catalogue } from "./catalogue.ts";
import { Deserializer, deserializeKerasObject } from "./deserialize.ts";
import { registerKerasSerializable } from "./registry.ts";
import { serializeKerasObject } from "./serialize.ts";

abstract class Thing extends Configured {
  static override readonly schema = {};
}
const thing = option<Thing>(
  "a thing",
  (input, reading) =>
    input instanceof Thing
      ? input
      : (reading?.resolve(input, { parent: Thing, expects: "a thing" }) as Thing | undefined),
  serializeKerasObject,
);
class Leaf extends define("keras.things.Leaf", { weight: number(1) }, Thing) {}
class Tree extends define("keras.things.Tree", { left: thing(), right: thing() }, Thing) {}
class Mine extends define("Mine", { size: number(2) }, Thing) {}
const catalogue = new Catalogue({ Leaf, Tree });

describe("configs", () => {
  const tree = new Tree({ left: new Leaf({ weight: 3 }), right: new Leaf() });
  const config = {
    module: "keras.things",
    class_name: "Tree",
    registered_name: null,
    config: {
      left: { module: "keras.things", class_name: "Leaf", config: { weight: 3 }, registered_name: null },
      right: { module: "keras.things", class_name: "Leaf", config: { weight: 1 }, registered_name: null },
    },
  };

  it("nest, in Keras' form", () => {
    expect(serializeKerasObject(tree)).toEqual(config);
  });

  it("come back as instances", () => {
    const again = deserializeKerasObject(config, { catalogue }) as Tree;
    expect(again).toBeInstanceOf(Tree);
    expect(serializeKerasObject(again)).toEqual(config);
  });

  it("hold arrays, slices and plain data", () => {
    const array = { class_name: "__numpy__", config: { value: [1, 2], dtype: "int32" } };
    const read = deserializeKerasObject({ a: array, b: [null, "x"] }) as { a: NDArray; b: unknown };
    expect([read.a.dtype, read.a.toArray(), read.b]).toEqual(["int32", [1, 2], [null, "x"]]);
    expect(serializeKerasObject({ a: read.a })).toEqual({ a: array });
  });

  it("keep tensors, integers of 64 bits and dots as they were", () => {
    const held = {
      tensor: { class_name: "__tensor__", config: { value: [1.5], dtype: "float32" } },
      wide: { class_name: "__numpy__", config: { value: [[0], [3]], dtype: "int64" } },
    };
    const read = deserializeKerasObject(held) as { tensor: NDArray; wide: NDArray };
    expect([read.wide.dtype, read.wide.data]).toEqual(["int64", BigInt64Array.of(0n, 3n)]);
    expect(JSON.parse(JSON.stringify(serializeKerasObject(read)))).toEqual(held);
    expect(deserializeKerasObject([{ class_name: "__ellipsis__", config: {} }, 0])).toEqual(["...", 0]);
  });
  it("name the classes of users by what they registered, or what the caller passes", () => {
    expect(serializeKerasObject(new Mine())).toEqual({
      module: "builtins",
      class_name: "Mine",
      config: { size: 2 },
      registered_name: "Mine",
    });
    expect(deserializeKerasObject(serializeKerasObject(new Mine()), { customObjects: { Mine } })).toBeInstanceOf(Mine);
    registerKerasSerializable(Mine, { package: "tests" });
    expect(serializeKerasObject(new Mine())).toMatchObject({ registered_name: "tests>Mine" });
    expect(deserializeKerasObject(serializeKerasObject(new Mine()))).toBeInstanceOf(Mine);
  });

  it("share what they call shared", () => {
    const leaf = { ...config.config.left, shared_object_id: 7 };
    const [a, b] = deserializeKerasObject([leaf, leaf], { catalogue }) as Thing[];
    expect(a).toBe(b);
  });

  it("refuse unknown classes, and say what is near", () => {
    expect(() => deserializeKerasObject({ ...config, class_name: "Tre" }, { catalogue })).toThrow(
      'Cannot read a config: the class must be known, received "Tre"\nDid you mean "Tree"?',
    );
  });

  it("refuse code, wrong families and bottomless nesting", () => {
    expect(() => deserializeKerasObject({ class_name: "__lambda__", config: { value: ["code"] } })).toThrow(
      "Cannot read a config: it must not hold a Lambda: Python code is never run",
    );
    class Other extends define("keras.other.Other", {}, Configured) {}
    expect(() =>
      new Deserializer({ catalogue: new Catalogue({ Other, Tree }) }).resolve(
        { class_name: "Other", config: {} },
        { parent: Thing, expects: "a thing" },
      ),
    ).toThrow("Cannot read a config: the class must be known");
    let deep: unknown = 1;
    for (let i = 0; i < 300; i++) deep = [deep];
    expect(() => deserializeKerasObject(deep)).toThrow(
      "Cannot read a config: it must not nest deeper than 200 objects",
    );
  });

  it("never reach into prototypes", () => {
    expect(() => deserializeKerasObject({ class_name: "constructor", config: {} }, { customObjects: {} })).toThrow(
      "the class must be known",
    );
    expect(deserializeKerasObject(JSON.parse('{"__proto__": {"polluted": true}}'))).not.toHaveProperty("polluted");
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });
});
