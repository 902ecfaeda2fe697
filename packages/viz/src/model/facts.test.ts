import { describe, expect, it } from "vitest";
import { activationOf } from "./_facts.ts";
import { familyColor } from "./_family.ts";

describe("activationOf", () => {
  it("reads names as they are in the config", () => {
    const layer = (activation: unknown, config?: unknown) => ({
      activation,
      ...(config !== undefined && { getConfig: () => ({ activation: config }) }),
    });
    expect(activationOf(layer("relu"))).toBe("relu");
    expect(activationOf(layer(() => 0, "gelu"))).toBe("gelu");
    expect(activationOf(layer({}, { class_name: "LeakyReLU", config: {} }))).toBe("LeakyReLU");
    expect(activationOf(layer({}, { class_name: "function", config: "mine" }))).toBe("mine");
    expect(activationOf(layer(function swish() {}))).toBe("swish");
    expect(activationOf(layer(null))).toBeUndefined();
    expect(activationOf({})).toBeUndefined();
  });
});

describe("familyColor", () => {
  it("tells kinds of layers apart", () => {
    expect(familyColor("DepthwiseConv2D")).toBe(familyColor("Conv1D"));
    expect(familyColor("GlobalMaxPooling2D")).not.toBe(familyColor("Conv1D"));
    expect(familyColor("Mine")).toBe(familyColor("Flatten"));
  });
});
