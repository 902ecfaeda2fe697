import { clearSession, KerasTensor, memory, type Tensor, Variable } from "@hornbeam/core";
import { ones, tensor } from "@hornbeam/ops";
import { beforeEach, checkLayer, describe, expect, expectTypeOf, it } from "@hornbeam/testing";
import { Dense } from "./dense.ts";

describe("Dense", () => {
  beforeEach(() => clearSession());

  it("keeps the layer contract", () => {
    checkLayer(Dense, { options: { units: 3 }, inputShape: [2, 4], outputShape: [2, 3], weights: 2 });
  });
  it("keeps it on sequences, with an activation and without a bias", () => {
    const options = { units: 3, activation: "tanh", useBias: false };
    checkLayer(Dense, { options, inputShape: [2, 5, 4], outputShape: [2, 5, 3], weights: 1 });
  });
  it("keeps it with a low-rank adaptation, which freezes the kernel", () => {
    const options = { units: 3, loraRank: 2 };
    checkLayer(Dense, { options, inputShape: [2, 4], outputShape: [2, 3], weights: 4, trainable: 3 });
  });

  it("computes x · kernel + bias", () => {
    using dense = new Dense({ units: 2, kernelInitializer: "ones", biasInitializer: "ones" });
    expect(
      dense(
        tensor([
          [1, 2],
          [3, 4],
        ]),
      ),
    ).toBeClose([
      [4, 4],
      [8, 8],
    ]);
  });
  it("puts the sum through its activation", () => {
    using dense = new Dense({ units: 1, kernelInitializer: "ones", activation: "relu" });
    expect(
      dense(
        tensor([
          [-3, 1],
          [3, 1],
        ]),
      ),
    ).toBeClose([[0], [4]]);
  });
  it("adds alpha / rank · a · b to the kernel once adapted", () => {
    using dense = new Dense({ units: 2, kernelInitializer: "ones", useBias: false });
    dense.build([null, 2]);
    dense.enableLora(1, { alpha: 3 });
    dense.setWeights([
      [
        [1, 1],
        [1, 1],
      ],
      [[1], [2]],
      [[10, 20]],
    ]);
    expect(dense(tensor([[1, 1]]))).toBeClose([[2 + 3 * 30, 2 + 3 * 60]]);
    expect(dense.trainableWeights.map(({ path }) => path)).toEqual(["dense/lora_kernel_a", "dense/lora_kernel_b"]);
    expect(dense.getConfig()).toMatchObject({ lora_rank: 1, lora_alpha: 3 });
  });

  it("gives penalties of kernel and activity as losses", () => {
    using dense = new Dense({
      units: 1,
      kernelInitializer: "ones",
      kernelRegularizer: "l2",
      activityRegularizer: "l1",
    });
    dense(
      tensor([
        [1, 2],
        [3, 4],
      ]),
    );
    // activity: 0.01 · (3 + 7) / 2 examples; kernel: 0.01 · (1 + 1)
    expect(dense.losses.map((loss) => loss.dataSync()[0])).toEqual([expect.closeTo(0.05), expect.closeTo(0.02)]);
  });

  it("writes the config that Keras writes", () => {
    const zeros = { module: "keras.initializers", class_name: "Zeros", config: {}, registered_name: null };
    const glorot = {
      module: "keras.initializers",
      class_name: "GlorotUniform",
      config: { seed: null, input_axes: null, output_axes: null },
      registered_name: null,
    };
    const config = new Dense({ units: 4 }).getConfig();
    expect(Object.entries(config)).toEqual([
      ["name", "dense"],
      ["trainable", true],
      ["dtype", { module: "keras", class_name: "DTypePolicy", config: { name: "float32" }, registered_name: null }],
      ["units", 4],
      ["activation", "linear"],
      ["use_bias", true],
      ["kernel_initializer", glorot],
      ["bias_initializer", zeros],
      ["kernel_regularizer", null],
      ["bias_regularizer", null],
      ["kernel_constraint", null],
      ["bias_constraint", null],
      ["quantization_config", null],
    ]);
  });
  it("remembers the shape that it was built for", () => {
    using dense = new Dense({ units: 4 });
    expect(dense.getBuildConfig()).toBeUndefined();
    dense.build([null, 5]);
    expect(dense.getBuildConfig()).toEqual({ input_shape: [null, 5] });
    expect(dense.kernel).toBeInstanceOf(Variable);
    expect(dense.weights.map(({ path }) => path)).toEqual(["dense/kernel", "dense/bias"]);
  });
  it("needs no tensor to be built", () => {
    const before = memory().numTensors;
    new Dense({ units: 4 }).build([null, 5]);
    expect(memory().numTensors).toBe(before);
  });

  it("refuses what it cannot do", () => {
    expect(() => new Dense({ units: 0 })).toThrow(
      "Cannot create Dense: `units` must be a positive integer, received 0",
    );
    expect(() => new Dense({ units: 2, unitz: 3 } as never)).toThrow(
      "Cannot create Dense: unknown option `unitz`\nDid you mean `units`?",
    );
    using dense = new Dense({ units: 5 });
    dense.build([null, 3]);
    expect(() => dense(ones([1, 4]))).toThrow(
      'Cannot call Dense "dense": the last axis must be 3, received shape [1, 4]\n' +
        "The input is incompatible with the layer, which was built for 3 there.",
    );
    expect(() => new Dense({ units: 5 })(ones([4]))).toThrow(
      'Cannot call Dense "dense_1": the input must have at least 2 axes, received shape [4]',
    );
    expect(() => new Dense({ units: 5 }).build([2, null])).toThrow(
      'Cannot build Dense "dense_2": the last axis must be known, received shape [2, null]',
    );
    expect(() => dense.enableLora(2) ?? dense.enableLora(2)).toThrow(
      'Cannot enable LoRA on Dense "dense": it must not be enabled already',
    );
  });

  it("types its calls", () => {
    const dense = new Dense({ units: 1 });
    expectTypeOf(dense(ones([1, 1]))).toEqualTypeOf<Tensor>();
    expectTypeOf(dense(new KerasTensor([null, 1]))).toEqualTypeOf<KerasTensor>();
    expectTypeOf(dense.units).toEqualTypeOf<number>();
    // @ts-expect-error `units` is required
    () => new Dense({});
    // @ts-expect-error options are read only
    () => (dense.units = 2);
  });
});
