import { relu } from "@hornbeam/activations";
import {
  type AnyLayer,
  clearSession,
  Deserializer,
  flatten,
  isFloat,
  KerasTensor,
  Layer,
  mapShapes,
  memory,
  type NDArray,
  OptionError,
  ShapeError,
  setRandomSeed,
} from "@hornbeam/core";
import * as layers from "@hornbeam/layers";
import { catalogue, Model } from "@hornbeam/models";
import * as ops from "@hornbeam/ops";
import { checkLayer } from "../check-layer.ts";
import { outputOf, shapesOf } from "../layer-output.ts";
import { randomArray } from "../random-array.ts";
import { beforeEach, describe, expect, it } from "../vitest.ts";
import type { Example } from "./example.ts";
import { examples } from "./examples.ts";

interface LayerClass {
  new (options: object): AnyLayer;
  readonly className: string;
  readonly schema: Readonly<Record<string, unknown>>;
  fromConfig(config: never): unknown;
}

const foreign = ["FlaxLayer", "JaxLayer", "TFSMLayer", "TorchModuleWrapper"];
const classes = catalogue().classes.filter(
  (Class) =>
    Class.prototype instanceof Layer &&
    (layers as Record<string, unknown>)[(Class as never as LayerClass).className] === Class,
) as unknown as LayerClass[];
const reading = new Deserializer({ catalogue: catalogue(), customObjects: { relu } });

beforeEach(() => {
  clearSession();
  setRandomSeed(1);
});

it("has an example of every class of layers", () => {
  expect(classes.map(({ className }) => className).sort()).toEqual(Object.keys(examples).sort());
  for (const name of foreign) expect(layers).toHaveProperty(name);
});

describe.each(classes.map((Class) => [Class.className, Class] as const))("%s", (name, Class) => {
  const example = examples[name] ?? { shape: [2, 6] };
  const Tried = (example.inside ?? Class) as LayerClass;
  const made = (): object => (typeof example.options === "function" ? example.options() : (example.options ?? {}));

  it("keeps the layer contract", () => {
    const { outputShape, weights, trainable } = observe(Tried, made(), example);
    checkLayer(Tried as never, {
      options: made(),
      inputShape: example.shape,
      outputShape: outputShape as never,
      weights,
      trainable,
      gradients: !example.noGradients,
      reading,
      ...(example.values && { input: example.values }),
      ...(example.call && { call: example.call }),
    });
  });

  it("refuses unknown options, and each of its own where the value is of no use", () => {
    const own = example.inside ? (example.own ?? {}) : made();
    const refused = (options: object): unknown => {
      try {
        new Class(options);
      } catch (error) {
        return error;
      }
      return undefined;
    };
    const unknown = refused({ ...own, nonsense: 1 });
    expect(unknown).toBeInstanceOf(OptionError);
    expect((unknown as Error).message).toMatch(/^Cannot create .*: unknown option `nonsense`/);
    for (const option of Object.keys(Class.schema)) {
      const error = refused({ ...own, [option]: Symbol("of no use") });
      expect(error, option).toBeInstanceOf(OptionError);
      expect((error as Error).message, option).toMatch(/^Cannot create .*, received Symbol\(of no use\)/s);
    }
  });

  it.runIf(example.wrong?.length)("refuses inputs of other shapes, called on tensors and symbolically", () => {
    for (const wrong of example.wrong ?? []) {
      const layer = new Tried(made());
      const symbolic = mapShapes(wrong as never, (shape) => new KerasTensor(shape));
      const call = layer as unknown as (inputs: unknown) => unknown;
      expect(() => call(symbolic), `symbolic ${JSON.stringify(wrong)}`).toThrow(ShapeError);
      const eager = mapShapes(wrong as never, (shape) => randomArray(shape as number[]));
      expect(() => outputOf(layer, eager, {}), JSON.stringify(wrong)).toThrow(/^Cannot (call|build|compute) /);
      layer[Symbol.dispose]();
    }
  });

  it.skipIf(example.notTrained)("takes part in a step of training", async () => {
    const before = memory().numTensors;
    const inputs = mapShapes(example.shape as never, (shape) =>
      layers.Input({ shape: shape.slice(1), dtype: example.values?.dtype ?? "float32" }),
    );
    const outputs = (new Tried(made()) as unknown as (x: unknown) => KerasTensor)(inputs);
    const [first] = flatten(outputs) as KerasTensor[];
    const flat = new layers.Flatten()(isFloat(first!.dtype) ? first! : ops.cast(first!, "float32"));
    using model = new Model({ inputs: inputs as KerasTensor, outputs: new layers.Dense({ units: 1 })(flat) });
    model.compile({ optimizer: "sgd", loss: "mse" });
    const x = mapShapes(example.shape as never, (shape) => example.values ?? randomArray(shape as number[]));
    const samples = (flatten(x) as NDArray[])[0]!.shape[0]!;
    const weights = model.getWeights();
    const loss = await model.trainOnBatch(x as never, randomArray([samples, 1], 9));
    expect(Number.isFinite(loss)).toBe(true);
    expect(model.getWeights().some((value, i) => !value.equals(weights[i]!))).toBe(true);
    model[Symbol.dispose]();
    expect(memory().numTensors - before, "tensors left behind").toBe(0);
  });
});

/** What a layer makes of its example: the contract then asks the same of every other way to find it out. */
function observe(
  Class: LayerClass,
  options: object,
  { shape, values, call = {} }: Example,
): { outputShape: unknown; weights: number; trainable: number } {
  using layer = new Class(options);
  let seed = 0;
  const input = mapShapes(shape as never, (one) => values ?? randomArray(one as number[], seed++));
  const outputShape = shapesOf(outputOf(layer, input, call));
  return { outputShape, weights: layer.weights.length, trainable: layer.trainableWeights.length };
}
