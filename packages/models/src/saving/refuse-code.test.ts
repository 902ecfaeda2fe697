import { ConfigError, Layer } from "@hornbeam/core";
import { describe, expect, it } from "vitest";
import { refuseCode } from "./refuse-code.ts";

/** An error of a class with exactly this message. */
const says = (Class: { readonly name: string }, message: string) =>
  expect.objectContaining({ name: Class.name, message });

const lambda = {
  class_name: "Lambda",
  config: { name: "twice", function: { class_name: "__lambda__", config: { code: "4wEA" } } },
};
const within = (layer: unknown) => ({
  class_name: "Sequential",
  config: { layers: [{ class_name: "Dense", config: {} }, layer] },
});

describe("refuseCode", () => {
  it("lets configs without code pass", () => {
    expect(() => refuseCode(within({ class_name: "Flatten", config: {} }))).not.toThrow();
  });

  it("names what holds code, and says what to do", () => {
    expect(() => refuseCode(within(lambda))).toThrow(
      says(
        ConfigError,
        'Cannot load a model: it must not hold a Lambda "twice", which is made of code: code in files is never run\nWrite it as a class, and pass that as `customObjects: { Lambda }`.',
      ),
    );
    expect(() => refuseCode(within({ class_name: "TFSMLayer", config: { name: "served" } }))).toThrow(
      'it must not hold a TFSMLayer "served", which is made of code',
    );
  });

  it("does so without safe mode too", () => {
    expect(() => refuseCode(within(lambda), { safeMode: false })).toThrow(
      'it must not hold a Lambda "twice", which is made of code: code in files is never run, `safeMode: false` changes nothing',
    );
  });

  it("leaves a class of the caller's alone, but not code inside of it", () => {
    class Lambda extends Layer {
      override call = (x: never) => x;
    }
    const bare = { class_name: "Lambda", config: { name: "twice" } };
    expect(() => refuseCode(within(bare), { customObjects: { Lambda: Lambda as never } })).not.toThrow();
    expect(() => refuseCode(within(lambda), { customObjects: { Lambda: Lambda as never } })).toThrow(
      "it must not hold a __lambda__",
    );
  });

  it("lets a Lambda of a named function pass, but not code beside it", () => {
    const named = { class_name: "function", config: "relu", registered_name: "function" };
    expect(() => refuseCode(within({ class_name: "Lambda", config: { function: named } }))).not.toThrow();
    const mask = { class_name: "__lambda__", config: { code: "4wEA" } };
    expect(() => refuseCode(within({ class_name: "Lambda", config: { function: named, mask } }))).toThrow(
      "it must not hold a __lambda__",
    );
  });

  it("refuses functions as layers, and names them", () => {
    const call = {
      module: "os",
      class_name: "function",
      config: "system",
      registered_name: "system",
      inbound_nodes: [],
    };
    expect(() => refuseCode(within(call))).toThrow(
      says(
        ConfigError,
        'Cannot load a model: its layers must be layers or ops, a function is not allowed, received "os.system"',
      ),
    );
  });
});
