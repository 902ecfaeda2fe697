import { ConfigError, parseJson } from "@hornbeam/core";
import { Dense, Input } from "@hornbeam/layers";
import { multiply } from "@hornbeam/ops";
import { describe, expect, it } from "vitest";
import { Functional, Model, modelFromJSON, Sequential } from "../index.ts";

describe("fromConfig without a reading", () => {
  it("reads what the models of this program are made of: layers, models in models, ops, their options", () => {
    const x = Input({ shape: [4] });
    const block = Input({ shape: [4] });
    const inner = new Model({
      inputs: block,
      outputs: multiply(new Dense({ units: 4, kernelInitializer: "he_normal", activation: "relu" })(block), 2),
    });
    const model = new Model({ inputs: x, outputs: new Sequential([Input({ shape: [4] }), new Dense({ units: 1 })])(inner(x)) }); // biome-ignore format: one line
    const config = parseJson(JSON.stringify(model.getConfig())) as never;
    for (const Class of [Model, Functional]) {
      const again = Class.fromConfig(config) as unknown as Model;
      expect(again.getConfig()).toEqual(model.getConfig());
      expect(again.countParams()).toBe(25);
    }
  });

  it("says who knows the others", () => {
    const layers = [{ module: "keras.layers", class_name: "SpatialDropout3D", config: { rate: 0.5 }, registered_name: null }]; // biome-ignore format: one line
    const error = (() => {
      try {
        return Sequential.fromConfig({ name: "s", layers }) as never;
      } catch (thrown) {
        return thrown as Error;
      }
    })();
    expect(error).toBeInstanceOf(ConfigError);
    expect(error.message).toMatch(
      /^Cannot read a config: the class must be known, received "SpatialDropout3D"\n.* Classes of Keras that this program has not used yet are known to `modelFromJSON` and `loadModel`\.$/,
    );
    const whole = { module: "keras", class_name: "Sequential", config: { name: "s", layers }, registered_name: null };
    expect(modelFromJSON(JSON.stringify(whole)).layers.length).toBe(1);
    // now it was used
    expect((Sequential.fromConfig({ name: "s", layers }) as Sequential).layers.length).toBe(1);
  });
});
