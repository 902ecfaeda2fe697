import * as tf from "@hornbeam/kernels/tfjs";
import { expect, it } from "vitest";
import { expectNear, floats, integers } from "../../testing/compare.ts";
import { averagePool, averagePoolGradient, depthwise, maxPool, type Windows } from "../../testing/reference.ts";
import { describeVariants } from "../../testing/variants.ts";

type Case = readonly [
  x: [number, number, number, number],
  window: [number, number],
  pad: "same" | "valid",
  strides: [number, number],
  dilations?: [number, number],
];

const cases: Case[] = [
  [[2, 6, 8, 5], [2, 2], "valid", [2, 2]],
  [[2, 7, 9, 4], [2, 2], "valid", [2, 2]],
  [[1, 7, 9, 17], [3, 3], "same", [2, 2]],
  [[2, 5, 5, 3], [3, 2], "same", [1, 1]],
  [[1, 9, 8, 6], [3, 3], "valid", [1, 2]],
  [[1, 2, 2, 1], [3, 3], "same", [1, 1]],
  [[2, 9, 9, 8], [2, 3], "same", [1, 1], [2, 2]],
  [[1, 9, 9, 5], [2, 2], "valid", [1, 1], [3, 1]],
  [[0, 4, 4, 2], [2, 2], "valid", [2, 2]],
  [[2, 7, 5, 6], [2, 2], "same", [2, 2]],
  [[1, 6, 4, 7], [2, 2], "same", [2, 2]],
  [[2, 6, 13, 40], [3, 3], "same", [1, 1]],
  [[1, 7, 17, 13], [3, 7], "same", [1, 1]],
  [[1, 11, 16, 20], [5, 5], "same", [2, 2]],
  [[1, 9, 17, 12], [3, 3], "same", [1, 1], [1, 3]],
  [[2, 3, 2, 8], [3, 3], "same", [1, 1]],
  [[1, 1, 1, 16], [5, 5], "same", [1, 1]],
  [[2, 5, 37, 8], [3, 3], "same", [1, 1]],
  [[1, 6, 19, 4], [3, 3], "valid", [1, 1]],
  [[2, 7, 18, 12], [3, 3], "same", [2, 1], [1, 1]],
  [[1, 9, 16, 4], [3, 3], "same", [1, 1], [2, 1]],
  [[3, 2, 1, 4], [3, 3], "same", [1, 1]],
  [[1, 1, 9, 8], [3, 3], "same", [1, 1]],
  [[2, 9, 7, 16], [3, 3], "valid", [3, 3]],
];

function sizes([x, [kh, kw], pad, strides, dilations = [1, 1]]: Case, multiplier = 1): Windows {
  const i = tf.backend_util.computePool2DInfo(x, [kh, kw], strides, dilations, pad);
  return {
    batch: x[0],
    h: x[1],
    w: x[2],
    cin: x[3],
    cout: x[3] * multiplier,
    kh,
    kw,
    sh: strides[0],
    sw: strides[1],
    dh: dilations[0],
    dw: dilations[1],
    top: i.padInfo.top,
    left: i.padInfo.left,
    oh: i.outHeight,
    ow: i.outWidth,
  };
}

const tensor = ({ data, shape }: ReturnType<typeof floats>) => tf.tensor(data, [...shape]);

describeVariants("windows", () => {
  const run = (name: string, inputs: object, attrs: object) =>
    (
      tf.engine().runKernel(name, inputs as tf.NamedTensorMap, attrs as unknown as tf.NamedAttrMap) as tf.Tensor
    ).dataSync();

  for (const given of cases) {
    it(`of maximum and average pooling are right for ${JSON.stringify(given)}`, () => {
      const s = sizes(given);
      const attrs = { filterSize: given[1], strides: given[3], pad: given[2], dilations: [s.dh, s.dw] };
      const dy = floats([s.batch, s.oh, s.ow, s.cin], -1, 1, 3);
      // small integers: many ties
      for (const data of [floats(given[0]).data, Float32Array.from(integers(given[0], 0, 3).data)]) {
        const expected = maxPool(s, data, dy.data);
        tf.tidy(() => {
          const x = tf.tensor(data, given[0]);
          const y = tf.engine().runKernel("MaxPool", { x }, attrs as unknown as tf.NamedAttrMap) as tf.Tensor;
          expectNear(y.dataSync(), expected.y);
          expectNear(run("MaxPoolGrad", { dy: tensor(dy), input: x, output: y }, attrs), expected.dx);
          expectNear(run("AvgPool", { x }, attrs), averagePool(s, data));
          expectNear(run("AvgPoolGrad", { dy: tensor(dy), input: x }, attrs), averagePoolGradient(s, dy.data));
        });
      }
    });
  }

  it("of maximum pooling give NaN where one is inside, and no gradient there", () => {
    const x = tf.tensor4d([1, Number.NaN, 3, 4, 5, 6, Number.NEGATIVE_INFINITY, 8], [1, 2, 4, 1]);
    expect([...tf.maxPool(x, 2, 2, "valid").dataSync()]).toEqual([Number.NaN, 8]);
    const dx = tf.grad((a) => tf.sum(tf.maxPool(a as tf.Tensor4D, 2, 2, "valid")))(x);
    expect([...dx.dataSync()]).toEqual([0, 0, 0, 0, 0, 0, 0, 1]);
    tf.dispose([x, dx]);
  });

  it("of depthwise convolutions keep what is no number to the outputs that see it", () => {
    const size = [1, 4, 40, 4] as const;
    const data = new Float32Array(4 * 40 * 4).fill(1);
    data[2 * 4 + 1] = Number.POSITIVE_INFINITY; // row 0, column 2, channel 1
    const attrs = { strides: [1, 1], pad: "same", dilations: [1, 1], dataFormat: "NHWC" };
    const filter = tf.ones([3, 3, 4, 1]);
    const x = tf.tensor(data, [...size]);
    const seen = (values: ArrayLike<number>) =>
      Array.from(values).flatMap((value, i) => (Number.isFinite(value) ? [] : [`${i % 4} of ${Math.floor(i / 4)}`]));
    expect(seen(run("DepthwiseConv2dNative", { x, filter }, attrs))).toEqual(
      [1, 2, 3, 41, 42, 43].map((pixel) => `1 of ${pixel}`),
    );
    // the corner pixel is seen by four taps alone, and by no products with gradients outside of the image
    data.fill(1);
    data[0] = Number.POSITIVE_INFINITY;
    const corner = tf.tensor(data, [...size]);
    const dw = run(
      "DepthwiseConv2dNativeBackpropFilter",
      { x: corner, dy: tf.ones([...size]) },
      { ...attrs, filterShape: filter.shape },
    );
    expect(seen(dw)).toEqual([0, 1, 3, 4].map((tap) => `0 of ${tap}`));
    tf.dispose([x, filter, corner]);
  });

  for (const given of cases) {
    it(`of depthwise convolutions are right for ${JSON.stringify(given)}`, () => {
      for (const multiplier of [1, 2, 4]) {
        const s = sizes(given, multiplier);
        const attrs = { strides: given[3], pad: given[2], dilations: [s.dh, s.dw], dataFormat: "NHWC" };
        const [x, filter, dy] = [
          floats(given[0]),
          floats([s.kh, s.kw, s.cin, multiplier], -1, 1, 2),
          floats([s.batch, s.oh, s.ow, s.cout], -1, 1, 3),
        ];
        const expected = depthwise(s, x.data, filter.data, dy.data);
        tf.tidy(() => {
          expectNear(run("DepthwiseConv2dNative", { x: tensor(x), filter: tensor(filter) }, attrs), expected.y);
          expectNear(
            run(
              "DepthwiseConv2dNativeBackpropInput",
              { dy: tensor(dy), filter: tensor(filter) },
              { ...attrs, inputShape: given[0] },
            ),
            expected.dx,
          );
          expectNear(
            run(
              "DepthwiseConv2dNativeBackpropFilter",
              { x: tensor(x), dy: tensor(dy) },
              { ...attrs, filterShape: filter.shape },
            ),
            expected.dw,
          );
        });
      }
    });
  }
});
