import { OptionError } from "@hornbeam/core";
import { describe, expect, expectTypeOf, it } from "@hornbeam/testing";
import { Adam } from "./adam.ts";
import { deserialize, get, serialize } from "./get.ts";
import type { OptimizerName } from "./identifiers.ts";
import { RMSprop } from "./rmsprop.ts";
import { CosineDecay } from "./schedules/cosine-decay.ts";
import { SGD } from "./sgd.ts";

describe("get", () => {
  it("makes optimizers of names in any case", () => {
    for (const name of ["adam", "Adam", "ADAM"]) expect(get(name)).toBeInstanceOf(Adam);
    expect(get("rmsprop")).toBeInstanceOf(RMSprop);
    expect(get("adam")).not.toBe(get("adam"));
  });
  it("passes on optimizers, and makes them of classes and configs", () => {
    const sgd = new SGD();
    expect(get(sgd)).toBe(sgd);
    expect(get(SGD)).toBeInstanceOf(SGD);
    expect(get({ class_name: "adam", config: { learning_rate: 0.5 } }).learningRate).toBe(0.5);
    expect(get(null)).toBeNull();
  });
  it("says what was meant", () => {
    expect(() => get("sgdd")).toThrow(OptionError);
    expect(() => get("sgdd")).toThrow(
      'Cannot get an optimizer: the identifier must stand for an optimizer, received "sgdd"\nDid you mean "sgd"?',
    );
    expect(() => get((() => 0) as never)).toThrow("the identifier must stand for an optimizer, received a function");
  });
  it("types the names", () => {
    expectTypeOf<"adam" | "Adam" | "rmsprop">().toExtend<OptimizerName>();
    expectTypeOf<"sgdd">().not.toExtend<OptimizerName>();
  });
});

describe("serialize", () => {
  it("writes an optimizer and its schedule as Keras does", () => {
    const learningRate = new CosineDecay({ initialLearningRate: 0.1, decaySteps: 10 });
    const written = serialize(new SGD({ learningRate, name: "sgd" }));
    expect(written).toMatchObject({
      module: "keras.optimizers",
      class_name: "SGD",
      config: {
        learning_rate: {
          module: "keras.optimizers.schedules",
          class_name: "CosineDecay",
          config: { initial_learning_rate: 0.1, decay_steps: 10, alpha: 0, warmup_target: null },
          registered_name: null,
        },
        momentum: 0,
      },
      registered_name: null,
    });
    expect(deserialize(written).currentLearningRate).toBe(0.1);
    expect(SGD.fromConfig(written.config).currentLearningRate).toBe(0.1);
  });
  it("refuses a learning rate that is no schedule", () => {
    const config = { class_name: "SGD", config: { learning_rate: { class_name: "Adam", config: {} } } };
    expect(() => deserialize(config)).toThrow('Cannot read a config: the class must be known, received "Adam"');
  });
});
