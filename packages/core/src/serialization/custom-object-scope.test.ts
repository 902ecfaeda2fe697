import { afterEach, describe, expect, it } from "vitest";
import { OptionError } from "../errors.ts";
import { CustomObjectScope, customObjectScope } from "./custom-object-scope.ts";
import { deserializeKerasObject } from "./deserialize.ts";
import { getCustomObjects, getRegisteredObject, registerKerasSerializable } from "./registry.ts";

const halve = (x: number) => x / 2;
const double = (x: number) => 2 * x;
const serialized = (name: string) => ({
  module: "builtins",
  class_name: "function",
  config: name,
  registered_name: "function",
});

afterEach(() => {
  for (const key of Object.keys(getCustomObjects())) delete getCustomObjects()[key];
});

describe("CustomObjectScope", () => {
  it("makes objects known to configs until the end of the block", () => {
    {
      using _ = new CustomObjectScope({ halve });
      expect(deserializeKerasObject(serialized("halve"))).toBe(halve);
    }
    expect(getRegisteredObject("halve")).toBeUndefined();
    expect(deserializeKerasObject(serialized("halve"))).toBe("halve");
  });

  it("hides the outer scope's objects, as Keras does, and gives them back", () => {
    using _ = new CustomObjectScope({ halve });
    {
      using _inner = new CustomObjectScope({ double });
      expect([getRegisteredObject("halve"), getRegisteredObject("double")]).toEqual([undefined, double]);
    }
    expect([getRegisteredObject("halve"), getRegisteredObject("double")]).toEqual([halve, undefined]);
  });

  it("stands before what is registered, and that before what is given", () => {
    getCustomObjects()["f"] = double;
    expect(getRegisteredObject("f", { f: halve })).toBe(double);
    expect(getRegisteredObject("g", { g: halve }, { g: double })).toBe(halve);
    expect(getRegisteredObject("g", {}, { g: double })).toBe(double);
    using _ = new CustomObjectScope({ f: halve });
    expect(getRegisteredObject("f")).toBe(halve);
  });

  it("ends where others of the same time are still open", () => {
    const [first, second] = [new CustomObjectScope({ halve }), new CustomObjectScope({ double })];
    first[Symbol.dispose]();
    expect(getRegisteredObject("double")).toBe(double);
    second[Symbol.dispose]();
    second[Symbol.dispose]();
    expect(getRegisteredObject("double")).toBeUndefined();
  });

  it("refuses what is not a record of classes and functions", () => {
    expect(() => new CustomObjectScope({ halve: 1 } as never)).toThrow(
      "Cannot open a CustomObjectScope: it must be given a record of classes and functions by their names, received { halve: 1 }",
    );
    expect(() => new CustomObjectScope([halve] as never)).toThrow(OptionError);
  });
});

describe("customObjectScope", () => {
  it("is open while a function runs, also one that throws", () => {
    expect(customObjectScope({ halve }, () => getRegisteredObject("halve"))).toBe(halve);
    expect(() =>
      customObjectScope({ halve }, () => {
        throw new Error("no");
      }),
    ).toThrow("no");
    expect(getRegisteredObject("halve")).toBeUndefined();
  });

  it("is open until a promise is settled", async () => {
    const found = customObjectScope({ halve }, async () => {
      await Promise.resolve();
      return getRegisteredObject("halve");
    });
    expect(getRegisteredObject("halve")).toBe(halve);
    expect(await found).toBe(halve);
    expect(getRegisteredObject("halve")).toBeUndefined();
  });

  it("opens a scope where no function is given", () => {
    const opened = customObjectScope({ halve });
    expect(getRegisteredObject("halve")).toBe(halve);
    opened[Symbol.dispose]();
    expect(getRegisteredObject("halve")).toBeUndefined();
  });
});

describe("getCustomObjects", () => {
  it("holds what is registered under package>name, and nothing of a scope", () => {
    using _ = new CustomObjectScope({ double });
    registerKerasSerializable(halve, { package: "my_package" });
    expect(getCustomObjects()).toEqual({ "my_package>halve": halve });
  });

  it("forgets what is deleted from it", () => {
    registerKerasSerializable(halve, { package: "my_package" });
    delete getCustomObjects()["my_package>halve"];
    expect(getRegisteredObject("my_package>halve")).toBeUndefined();
  });
});
