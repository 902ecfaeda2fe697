import {
  clearSession,
  getMask,
  KerasTensor,
  memory,
  setMask,
  type Tensor,
  toNDArray,
  valueAndGrad,
} from "@hornbeam/core";
import { ones, sum, tensor } from "@hornbeam/ops";
import { beforeEach, checkLayer, describe, expect, expectTypeOf, it } from "@hornbeam/testing";
import { AdditiveAttention } from "./additive-attention.ts";
import { Attention } from "./attention.ts";
import { GroupQueryAttention } from "./group-query-attention.ts";
import { MultiHeadAttention } from "./multi-head-attention.ts";

beforeEach(() => clearSession());

const lists = [
  [2, 3, 4],
  [2, 5, 4],
];
const records = { query: [2, 3, 4], value: [2, 5, 4] };

describe("Attention and AdditiveAttention", () => {
  it("keep the layer contract", () => {
    checkLayer(Attention, { inputShape: lists, outputShape: [2, 3, 4] });
    const concat = { useScale: true, scoreMode: "concat" };
    checkLayer(Attention, { options: concat, inputShape: lists, outputShape: [2, 3, 4], weights: 2 });
    checkLayer(AdditiveAttention, { inputShape: lists, outputShape: [2, 3, 4], weights: 1 });
    const inputShape = [...lists.slice(0, 1), [2, 5, 6], [2, 5, 4]];
    checkLayer(AdditiveAttention, { options: { useScale: false }, inputShape, outputShape: [2, 3, 6] });
  });

  it("weight the values by the softmax of the scores", () => {
    // scores 0 and ln 3: weights 1/4 and 3/4
    const [query, value] = [tensor([[[1]]]), tensor([[[0], [Math.log(3)]]])];
    const [output, scores] = new Attention()([query, value], { returnAttentionScores: true });
    expect(scores).toBeClose([[[0.25, 0.75]]]);
    expect(output).toBeClose([[[0.75 * Math.log(3)]]]);
    const key = tensor([[[-1], [-1]]]);
    expect(new AdditiveAttention({ useScale: false })([query, value, key])).toBeClose([[[Math.log(3) / 2]]]);
  });
  it("see nothing that comes later with a causal mask", () => {
    const value = tensor([
      [
        [1, 0],
        [0, 1],
        [5, 5],
      ],
    ]);
    const [, scores] = new Attention()([value, value], { useCausalMask: true, returnAttentionScores: true });
    const rows = toNDArray(scores).toArray() as number[][][];
    expect(rows[0]!.map((row) => row.map((score) => score > 0))).toEqual([
      [true, false, false],
      [true, true, false],
      [true, true, true],
    ]);
  });
  it("heed the masks of the inputs, and pass on that of the query", () => {
    const [query, value] = [tensor([[[1], [1]]]), tensor([[[2], [100]]])];
    setMask(query, tensor([[1, 0]], { dtype: "bool" }));
    setMask(value, tensor([[1, 0]], { dtype: "bool" }));
    const output = new Attention()([query, value]);
    expect(output).toBeClose([[[2], [0]]]);
    expect(getMask(output)).toBeClose([[1, 0]]);
  });

  it("refuse inputs that are not two or three", () => {
    const layer = new Attention();
    expect(() => layer([ones([1, 2, 3])])).toThrow(
      'Cannot call Attention "attention": the inputs must be a list of length 2 or 3, namely [query, value] or [query, value, key], received 1',
    );
    const pair = [ones([1, 2, 3]), ones([1, 2, 3])];
    expect(() => layer(pair, { mask: [null] })).toThrow(
      'Cannot call Attention "attention": the mask must be a list of length 2 or 3, namely [query_mask, value_mask], received 1',
    );
  });
});

describe("MultiHeadAttention and GroupQueryAttention", () => {
  it("keep the layer contract", () => {
    const options = { numHeads: 2, keyDim: 3 };
    checkLayer(MultiHeadAttention, { options, inputShape: records, outputShape: [2, 3, 4], weights: 8 });
    const gated = { ...options, valueDim: 2, useGate: true, useBias: false, outputShape: 6, slidingWindow: 2 };
    checkLayer(MultiHeadAttention, { options: gated, inputShape: records, outputShape: [2, 3, 6], weights: 5 });
    const groups = { headDim: 2, numQueryHeads: 4, numKeyValueHeads: 2 };
    const call = { useCausalMask: true };
    checkLayer(GroupQueryAttention, { options: groups, inputShape: records, outputShape: [2, 3, 4], weights: 8, call });
  });
  it("attend over the axes that they are told", () => {
    const inputShape = { query: [2, 3, 2, 4], value: [2, 3, 2, 4] };
    const options = { numHeads: 2, keyDim: 3, attentionAxes: 2 };
    checkLayer(MultiHeadAttention, { options, inputShape, outputShape: [2, 3, 2, 4], weights: 8 });
    using both = new MultiHeadAttention({ numHeads: 1, keyDim: 2 });
    const x = ones([1, 2, 3, 4]);
    const [output, scores] = both({ query: x, value: x }, { returnAttentionScores: true });
    expect([output.shape, scores.shape]).toEqual([
      [1, 2, 3, 4],
      [1, 1, 2, 3, 2, 3],
    ]);
    expect(both.attentionAxes).toEqual([1, 2]);
  });

  it("compute the same with and without the scores", () => {
    using layer = new MultiHeadAttention({ numHeads: 2, keyDim: 3 });
    const [query, value] = [
      tensor([
        [
          [1, 2],
          [3, -1],
        ],
      ]),
      tensor([
        [
          [0, 1],
          [2, 2],
          [-1, 1],
        ],
      ]),
    ];
    const mask = tensor(
      [
        [
          [1, 1, 0],
          [0, 1, 1],
        ],
      ],
      { dtype: "bool" },
    );
    const [output, scores] = layer({ query, value }, { attentionMask: mask, returnAttentionScores: true });
    expect(layer({ query, value }, { attentionMask: mask })).toBeClose(toNDArray(output));
    const rows = toNDArray(scores).toArray() as number[][][][];
    for (const head of rows[0]!) {
      expect([head[0]![2], head[1]![0]]).toEqual([0, 0]);
      for (const row of head) expect(row.reduce((sum, score) => sum + score, 0)).toBeCloseTo(1, 5);
    }
  });
  it("share keys and values among groups of heads", () => {
    // one head of two for keys and values, all weights 1: the mean of the values, projected back by sums
    const layer = new GroupQueryAttention({
      headDim: 1,
      numQueryHeads: 2,
      numKeyValueHeads: 1,
      useBias: false,
      kernelInitializer: "ones",
    });
    const [query, value] = [tensor([[[0]]]), tensor([[[1], [3]]])];
    expect(layer({ query, value })).toBeClose([[[4]]]);
  });
  it("heed the masks of the inputs, pass on that of the query, and leave no tensor behind", () => {
    using layer = new MultiHeadAttention({ numHeads: 1, keyDim: 1, useBias: false, kernelInitializer: "ones" });
    const [query, value] = [tensor([[[0], [0]]]), tensor([[[2], [100]]])];
    setMask(query, tensor([[1, 0]], { dtype: "bool" }));
    setMask(value, tensor([[1, 0]], { dtype: "bool" }));
    layer({ query, value }).dispose();
    const before = memory().numTensors;
    const output = layer({ query, value });
    expect((toNDArray(output).toArray() as number[][][])[0]![0]).toEqual([2]);
    expect(getMask(output)).toBeClose([[1, 0]]);
    output.dispose();
    expect(memory().numTensors).toBe(before);
  });
  it("see only places near their own with a sliding window", () => {
    using layer = new MultiHeadAttention({ numHeads: 1, keyDim: 1, slidingWindow: 1 });
    const x = tensor([[[1], [2], [3]]]);
    const [, scores] = layer({ query: x, value: x }, { returnAttentionScores: true });
    expect(scores).toBeClose([
      [
        [
          [1, 0, 0],
          [0, 1, 0],
          [0, 0, 1],
        ],
      ],
    ]);
  });
  it("drop scores while training only", () => {
    using layer = new MultiHeadAttention({ numHeads: 2, keyDim: 2, dropout: 0.5, seed: 1 });
    const x = ones([1, 8, 2]);
    const calm = toNDArray(layer({ query: x, value: x }));
    expect(layer({ query: x, value: x })).toBeClose(calm);
    const trained = toNDArray(layer({ query: x, value: x }, { training: true }));
    expect(trained.toArray()).not.toEqual(calm.toArray());
  });
  it("put the penalty of outputs on the projections, once", () => {
    using layer = new MultiHeadAttention({ numHeads: 1, keyDim: 2, activityRegularizer: "l2" });
    const x = ones([1, 2, 2]);
    layer({ query: x, value: x });
    expect(layer.losses.length).toBe(4);
    expect(layer.getConfig()["activity_regularizer"]).toMatchObject({ class_name: "L2" });
  });

  it("write their arguments as Keras does", () => {
    const layer = new MultiHeadAttention({ numHeads: 2, keyDim: 3, valueDim: 2 });
    const [query, value] = [new KerasTensor([null, 3, 4]), new KerasTensor([null, 5, 4])];
    const output = layer({ query, value }, { useCausalMask: true });
    expect(output.shape).toEqual([null, 3, 4]);
    const { args, kwargs } = layer.inboundNodes[0]!.call;
    expect(args).toEqual([query, value]);
    expect(kwargs).toEqual({ use_causal_mask: true });
    expect(layer.fromKerasArguments({ args, kwargs })).toEqual({
      inputs: { query, value },
      options: { useCausalMask: true },
    });
    expect(layer.getBuildConfig()).toEqual({
      shapes_dict: { query_shape: [null, 3, 4], value_shape: [null, 5, 4] },
    });
  });

  it("refuse keys that are not one a value, and heads that do not divide", () => {
    const [query, value, key] = [ones([1, 2, 3]), ones([1, 4, 3]), ones([1, 5, 3])];
    expect(() => new MultiHeadAttention({ numHeads: 1, keyDim: 1 })({ query, value, key })).toThrow(
      'Cannot call MultiHeadAttention "multi_head_attention": all dimensions of `value` and `key`, except the last one, must be equal, received shapes [[1, 4, 3], [1, 5, 3]]',
    );
    expect(() => new GroupQueryAttention({ headDim: 1, numQueryHeads: 3, numKeyValueHeads: 2 })).toThrow(
      "Cannot create GroupQueryAttention: `numQueryHeads` must be divisible by `numKeyValueHeads`, received [3, 2]",
    );
    expect(() => new MultiHeadAttention({ numHeads: 1, keyDim: 1, dropout: 0.1, flashAttention: true })).toThrow(
      "`dropout` must be 0 with `flashAttention`, received 0.1",
    );
  });
  it("refuse a call without a value", () => {
    const layer = new MultiHeadAttention({ numHeads: 1, keyDim: 1 });
    expect(() => layer({ query: ones([1, 2, 3]) } as never)).toThrow(
      'Cannot call MultiHeadAttention "multi_head_attention": `query` and `value` must be given, received ["query"]',
    );
  });
  it("pass gradients on where a step sees nothing, as Keras", () => {
    using layer = new Attention();
    const query = tensor([[[1], [2]]]);
    const value = tensor([[[1], [3]]]);
    const mask = [null, tensor([[false, true]])];
    // the first step may see the first value only, which is masked: the mean of both, and q k for the weights' change
    const options = { mask, useCausalMask: true };
    const { value: total, grads } = valueAndGrad(() => sum(layer([query, value], options)), [query]);
    expect(total).toBeClose(5);
    expect(grads[0]!).toBeClose([[[1], [0]]]);
  });
  it("type their calls", () => {
    const layer = new MultiHeadAttention({ numHeads: 1, keyDim: 1 });
    const x = ones([1, 2, 3]);
    expectTypeOf(layer({ query: x, value: x })).toEqualTypeOf<Tensor>();
    const [output] = layer({ query: x, value: x }, { returnAttentionScores: true });
    expectTypeOf(output).toEqualTypeOf<Tensor>();
  });
});
