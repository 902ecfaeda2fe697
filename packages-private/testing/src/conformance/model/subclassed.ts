import type { KerasTensor, Layer, NDArray, Tensor, Variable } from "@hornbeam/core";
import type { Checks } from "../checks.ts";
import { objectFromConfig } from "../configs.ts";
import { construct } from "../construct.ts";
import type { Context } from "../context.ts";
import { lookupFunction } from "../lookup.ts";
import { type AnyModel, compileFromConfig } from "../models.ts";
import { checkOutputs, checkSteps, checkWeights, withPathsOf } from "./model-checks.ts";
import type { StoredModel } from "./stored-model.ts";

type AnyLayer = ((x: Tensor, options?: object) => Tensor) & Layer<Tensor, Tensor>;
type ModelClass = abstract new (
  options?: object,
) => AnyModel & {
  build(shape: unknown): void;
  addWeight(options: object): Variable;
};

/** The model of the case `subclassed`, as its `structure` describes it. */
function makeModel(context: Context): AnyModel {
  const dense = (units: number, options: object = {}): AnyLayer =>
    construct(context, "layers.Dense", [units], { ...options });
  const make = (name: string): AnyLayer => construct(context, `layers.${name}`, [], {});
  const { packages } = context;
  const concatenate = lookupFunction(packages, "ops.concatenate") as (xs: readonly Tensor[], axis: number) => Tensor;
  const divide = lookupFunction(packages, "ops.divide") as (a: Tensor, b: Variable) => Tensor;
  const ones = objectFromConfig(packages, {
    module: "keras.initializers",
    class_name: "Ones",
    config: {},
    registered_name: null,
  });
  const Input = lookupFunction(packages, "Input") as unknown as (options: object) => KerasTensor;
  const Sequential = lookupFunction(packages, "Sequential") as unknown as new (
    layers: unknown,
    options: object,
  ) => AnyLayer;
  const Model = lookupFunction(packages, "Model") as unknown as ModelClass;

  class Subclassed extends Model {
    readonly stem = dense(8, { activation: "relu" });
    readonly blocks = [
      dense(8, { activation: "tanh" }),
      dense(8, { activation: "tanh" }),
      make("LayerNormalization"),
    ] as const;
    readonly heads = { b: dense(3), a: dense(2) };
    readonly pairs = [[dense(4), dense(5, { use_bias: false })], [dense(6)]] as const;
    readonly inner = new Sequential(
      [Input({ shape: [8] }), dense(4, { activation: "relu" }), make("BatchNormalization")],
      { name: "inner" },
    );
    readonly temperature = this.addWeight({ name: "temperature", shape: [1], initializer: ones });

    override call(inputs: Tensor): Record<"a" | "b", Tensor> {
      const { stem, blocks, heads, pairs, inner, temperature } = this;
      const x = blocks[2](blocks[1](blocks[0](stem(inputs))));
      // a `call` of Keras that does not take `training` leaves its layers in inference, in training too
      const z = inner(x, { training: false });
      const p = pairs[1][0](concatenate([pairs[0][0](x), pairs[0][1](x)], -1));
      return { a: divide(heads.a(z), temperature), b: heads.b(p) };
    }
  }
  return new Subclassed({ name: "subclassed" }) as unknown as AnyModel;
}

async function built(stored: StoredModel, context: Context, checks: Checks): Promise<AnyModel> {
  const model = checks.own(makeModel(context));
  if (stored.compile) compileFromConfig(context, model, stored.compile);
  await model.predict(stored.inputs as NDArray, { verbose: 0 });
  return model;
}

/** Weights of a model of a class of one's own: they go by their places in its fields. */
export const subclassed = {
  async weights(stored: StoredModel, context: Context, checks: Checks): Promise<void> {
    const model = await built(stored, context, checks);
    await model.loadWeights(stored.file("model.weights.h5"));
    await checkOutputs(checks, model, stored, stored.outputs);
    const count = (weights: readonly Variable[]): number => weights.reduce((sum, { size }) => sum + size, 0);
    const counts = {
      trainable: count(model.trainableWeights),
      nonTrainable: count(model.nonTrainableWeights),
      total: model.countParams(),
    };
    checks.json("countParams", counts, stored.countParams);
    const shapes = stored.weights.map(({ shape }) => shape);
    checks.json("weights", model.weights.map(({ shape }) => shape), shapes); // biome-ignore format: one line
  },
  async train(stored: StoredModel, context: Context, checks: Checks): Promise<void> {
    const model = await built(stored, context, checks);
    await model.loadWeights(stored.file("model.weights.h5"));
    await checkSteps(checks, model, stored, {
      ...stored.trainOnBatch!,
      weights: withPathsOf(model.weights, stored.trainOnBatch!.weights),
    });
  },
  async resume(stored: StoredModel, context: Context, checks: Checks): Promise<void> {
    const wanted = stored.resume!;
    const model = await built(stored, context, checks);
    await model.trainOnBatch(stored.inputs, stored.targets, {});
    await model.loadWeights(stored.file("trained.weights.h5"));
    await checkOutputs(checks, model, stored, wanted.outputs);
    const { variables } = model.optimizer;
    checkWeights(checks, "optimizer", variables, withPathsOf(variables, wanted.optimizer), stored);
    await checkSteps(checks, model, stored, { ...wanted, weights: withPathsOf(model.weights, wanted.weights) });
  },
};
