import {
  ConfigError,
  Deserializer,
  define,
  Initializer,
  KerasTensor,
  memory,
  registerKerasSerializable,
  type Tensor,
  tidy,
  toTensor,
} from "@hornbeam/core";
import * as ops from "@hornbeam/ops";
import { describe, expect, expectTypeOf, it } from "@hornbeam/testing";
import { activation, deserialize, elu, gelu, get, linear, mish, relu, serialize, silu, softmax } from "./index.ts";

interface Activation {
  (x: readonly number[]): Tensor;
  (x: KerasTensor): KerasTensor;
}

describe("activations of Keras' own", () => {
  it("rectify with slopes, ends and thresholds", () => {
    expect(relu([-2, 0.5, 3])).toBeClose([0, 0.5, 3]);
    expect(relu([-2, 3], { negativeSlope: 0.1 })).toBeClose([-0.2, 3]);
    expect(relu([-2, 3], { maxValue: 1 })).toBeClose([0, 1]);
    expect(relu([-2, 0.5, 3], { threshold: 1 })).toBeClose([0, 0, 3]);
    expect(relu([-2, 0.5, 3], { threshold: 1, negativeSlope: 0.5, maxValue: 2 })).toBeClose([-1.5, -0.25, 2]);
  });

  it("compute gelu exactly unless told", () => {
    expect(gelu([1])).toBeClose([0.8413447]);
    expect(gelu([1], { approximate: true })).toBeClose([0.841192]);
  });

  it("leave tensors alone where they are linear", () => {
    const x = toTensor([1, 2]);
    expect(linear(x)).toBe(x);
    x.dispose();
  });

  it("work on symbolic tensors, and leave nothing behind on others", () => {
    const symbol = new KerasTensor([null, 3]);
    for (const f of [relu, gelu, mish, linear, silu] as readonly Activation[]) {
      expect(f(symbol).shape).toEqual([null, 3]);
      const before = memory().numTensors;
      f([1, 2]).dispose();
      expect(memory().numTensors).toBe(before);
    }
    expect(relu(symbol, { threshold: 1, negativeSlope: 0.1 }).shape).toEqual([null, 3]);
    tidy(() => expectTypeOf(relu([1])).toEqualTypeOf<Tensor>());
  });
});

describe("get", () => {
  it("knows Keras' names and the camelCase ones", () => {
    expect(get("hard_sigmoid")).toBe(get("hardSigmoid"));
    expect(get("swish")).toBe(silu);
    expect(get("elu")).toBe(elu);
    expect(get(null)).toBe(linear);
    expect(get(mish)).toBe(mish);
    expect(deserialize("softmax")).toBe(softmax);
  });

  it("says what was meant", () => {
    expect(() => get("reluu")).toThrow(
      'Cannot get an activation: the identifier must stand for an activation, received "reluu"\nDid you mean "relu"?',
    );
    expect(() => get(7 as never)).toThrow("the identifier must stand for an activation, received 7");
  });
});

describe("serialize", () => {
  it("writes names, and the JSON form of functions of the user's", () => {
    expect(serialize(relu)).toBe("relu");
    expect(serialize(ops.relu)).toBe("relu");
    expect(serialize(linear)).toBe("linear");
    expect(serialize(silu)).toBe("silu");
    const double = registerKerasSerializable((x: Tensor): Tensor => ops.multiply(x, 2), { name: "double" });
    expect(serialize(double)).toMatchObject({ class_name: "function", config: "Custom>double" });
    expect(deserialize(serialize(double))).toBe(double);
    expect(() => serialize((x) => x)).toThrow(ConfigError);
  });
});

describe("the option", () => {
  class Holder extends define("Holder", { activation: activation(null) }, Initializer) {
    override call(): never {
      throw new Error("not called");
    }
  }

  it("holds a function and writes its name", () => {
    expect(new Holder().activation).toBe(linear);
    expect(new Holder().getConfig()).toEqual({ activation: "linear" });
    expect(new Holder({ activation: "hardSigmoid" }).getConfig()).toEqual({ activation: "hard_sigmoid" });
    expectTypeOf<typeof Holder.prototype.activation>().toBeCallableWith(toTensor([1]));
  });

  it("reads configs with the caller's functions", () => {
    const cube = (x: Tensor): Tensor => ops.power(x, 3);
    const reading = new Deserializer({ customObjects: { cube } });
    expect(Holder.fromConfig({ activation: "cube" }, reading).activation).toBe(cube);
    const config = new Holder({ activation: cube }).getConfig();
    expect(config).toMatchObject({ activation: { class_name: "function", config: "cube" } });
    expect(Holder.fromConfig(config, reading).activation).toBe(cube);
    expect(Holder.fromConfig({ activation: "relu" }).activation).toBe(relu);
  });

  it("refuses what is none", () => {
    expect(() => new Holder({ activation: 3 as never })).toThrow(
      "Cannot create Holder: `activation` must be an activation or its name, received 3",
    );
  });
});
