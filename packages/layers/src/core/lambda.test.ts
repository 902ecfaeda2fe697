import { leakyRelu, relu } from "@hornbeam/activations";
import {
  Catalogue,
  clearSession,
  Deserializer,
  getMask,
  KerasTensor,
  registerKerasSerializable,
  serializeKerasObject,
  setMask,
  type Tensor,
} from "@hornbeam/core";
import { greater, multiply, ones, reshape, sum, tensor } from "@hornbeam/ops";
import { beforeEach, checkLayer, describe, expect, it } from "@hornbeam/testing";
import { Lambda } from "./lambda.ts";

beforeEach(() => clearSession());

const double = (x: Tensor) => multiply(x, 2);
const reader = (customObjects = {}) => new Deserializer({ catalogue: new Catalogue({ Lambda }), customObjects });

describe("Lambda", () => {
  it("keeps the layer contract", () => {
    const reading = reader();
    checkLayer(Lambda, {
      options: { function: relu },
      inputShape: [2, 3],
      outputShape: [2, 3],
      reading,
      gradients: false,
    });
  });
  it("computes its function, whose shape it finds by a dry run", () => {
    expect(new Lambda({ function: double })(tensor([1, 2]))).toBeClose([2, 4]);
    const total = new Lambda({ function: (x: Tensor) => sum(x, -1) });
    expect(total(new KerasTensor([null, 3, 4])).shape).toEqual([null, 3]);
  });
  it("finds the dtype, too", () => {
    const positive = new Lambda({ function: (x: Tensor) => greater(x, 0) });
    expect(positive(new KerasTensor([null, 3])).dtype).toBe("bool");
  });
  it("says the shape where it is told", () => {
    const call = (x: Tensor) => reshape(x, [-1, 6]);
    expect(new Lambda({ function: call, outputShape: [6] })(new KerasTensor([null, 2, 3])).shape).toEqual([null, 6]);
    const outputShape = ([batch = null]: readonly (number | null)[]) => [batch, 6];
    expect(new Lambda({ function: call, outputShape })(new KerasTensor([5, 2, 3])).shape).toEqual([5, 6]);
  });
  it("hands over arguments, and whether it trains to functions that ask", () => {
    const scaled = new Lambda({ function: leakyRelu, arguments: { negativeSlope: 0.5 } });
    expect(scaled(tensor([-2, 2]))).toBeClose([-1, 2]);
    const seen: unknown[] = [];
    const spy = (x: Tensor, { training, factor }: { training: boolean; factor: number }) => {
      seen.push(training);
      return multiply(x, factor);
    };
    const layer = new Lambda({ function: spy, arguments: { factor: 3 } });
    expect(layer(tensor([1]), { training: true })).toBeClose([3]);
    layer(tensor([1]));
    expect(seen).toEqual([true, false]);
  });
  it("makes the mask that it is told, and none otherwise", () => {
    const x = ones([1, 2]);
    setMask(x, tensor([[1, 0]], { dtype: "bool" }));
    const kept = new Lambda({ function: double, mask: (_, mask) => mask });
    expect(getMask(kept(x))).toBeClose([[1, 0]]);
  });

  it("saves names of activations and of registered functions", () => {
    registerKerasSerializable(double, { package: "lambda_test", name: "double" });
    for (const f of [relu, double]) {
      const config = JSON.parse(JSON.stringify(serializeKerasObject(new Lambda({ function: f }))));
      expect((reader().deserialize(config) as Lambda).function).toBe(f);
    }
    const halve = (x: Tensor) => multiply(x, 0.5);
    const config = {
      name: "lambda",
      function: { module: "builtins", class_name: "function", config: "halve", registered_name: "function" },
      arguments: { negative_slope: 1 },
    };
    const read = Lambda.fromConfig(config, reader({ halve }));
    expect(read.function).toBe(halve);
    expect(read.arguments).toEqual({ negativeSlope: 1 });
  });
  it("refuses to save code", () => {
    expect(() => new Lambda({ function: (x: Tensor) => x }).getConfig()).toThrow(
      'Cannot write the config of Lambda: its functions must be registered, or be activations: code is not saved, received "function"',
    );
  });
  it("knows no function but those", () => {
    const f = { module: "os", class_name: "function", config: "system", registered_name: "system" };
    expect(() => Lambda.fromConfig({ name: "l", function: f }, reader())).toThrow('"system"');
  });
  it("refuses to read code", () => {
    const config = { name: "l", function: { class_name: "__lambda__", config: { code: "4wEAAAA=" } }, arguments: {} };
    const said = "Cannot read a config: it must not hold a Lambda with code: Python code is never run";
    expect(() => Lambda.fromConfig(config, reader())).toThrow(said);
    expect(() => Lambda.fromConfig({ name: "l", function: ["4wEAAAA=", null, null] }, reader())).toThrow(said);
  });
});
