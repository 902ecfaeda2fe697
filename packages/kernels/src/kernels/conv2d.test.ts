import * as tf from "@hornbeam/kernels/tfjs";
import { expect, it } from "vitest";
import { expectNear, floats } from "../../testing/compare.ts";
import { conv2d as reference, type Windows } from "../../testing/reference.ts";
import { describeVariants } from "../../testing/variants.ts";

type Pad = "same" | "valid" | number | [[0, 0], [number, number], [number, number], [0, 0]];
type Case = readonly [
  x: [number, number, number, number],
  filter: [number, number, number],
  pad: Pad,
  strides?: [number, number],
  dilations?: [number, number],
];

const cases: Case[] = [
  [[2, 5, 5, 1], [3, 3, 1], "valid"],
  [[3, 9, 11, 3], [3, 3, 10], "same"],
  [[2, 8, 8, 1], [5, 5, 16], "same"],
  [[1, 14, 14, 16], [5, 5, 36], "same"],
  [[2, 10, 9, 4], [3, 2, 8], "valid"],
  [[2, 7, 7, 9], [1, 1, 5], "same"],
  [[3, 5, 4, 3], [5, 4, 7], "valid"], // products of matrices
  [[2, 11, 13, 5], [3, 3, 9], "same", [2, 2]],
  [[2, 12, 12, 8], [3, 3, 8], "valid", [2, 3]],
  [[1, 9, 9, 3], [1, 1, 4], "valid", [2, 2]], // strides
  [[2, 9, 11, 3], [3, 3, 10], "same", [1, 1], [2, 2]],
  [[2, 9, 11, 3], [3, 2, 4], "valid", [1, 1], [3, 2]], // dilation
  [[2, 8, 9, 3], [3, 3, 5], 1],
  [
    [2, 8, 9, 3],
    [3, 3, 5],
    [
      [0, 0],
      [1, 2],
      [0, 3],
      [0, 0],
    ],
  ],
  [[2, 6, 7, 2], [2, 2, 3], 3], // pixels around; wider than the filter
  [
    [2, 8, 9, 3],
    [3, 3, 5],
    [
      [0, 0],
      [4, 2],
      [0, 3],
      [0, 0],
    ],
    [2, 1],
  ],
  [[1, 3, 3, 2], [5, 5, 2], "same"], // a filter larger than the image
  [[0, 4, 4, 2], [3, 3, 2], "same"], // no images
];

function sizes([x, [kh, kw, cout], pad, strides = [1, 1], dilations = [1, 1]]: Case): Windows {
  const i = tf.backend_util.computeConv2DInfo(x, [kh, kw, x[3], cout], strides, dilations, pad);
  return {
    batch: x[0],
    h: x[1],
    w: x[2],
    cin: x[3],
    cout,
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

describeVariants("conv2d", () => {
  for (const given of cases) {
    it(`and its gradients are right for ${JSON.stringify(given)}`, () => {
      const s = sizes(given);
      const attrs = { strides: [s.sh, s.sw], pad: given[2], dilations: [s.dh, s.dw], dataFormat: "NHWC" };
      const x = floats([s.batch, s.h, s.w, s.cin]);
      const filter = floats([s.kh, s.kw, s.cin, s.cout], -1, 1, 2);
      const dy = floats([s.batch, s.oh, s.ow, s.cout], -1, 1, 3);
      const expected = reference(s, x.data, filter.data, dy.data);
      const before = tf.memory().numTensors;
      tf.tidy(() => {
        const [tx, tw, tdy] = [x, filter, dy].map(({ data, shape }) => tf.tensor(data, [...shape]));
        const run = (name: string, inputs: object, more: object = {}) =>
          (
            tf
              .engine()
              .runKernel(
                name,
                inputs as tf.NamedTensorMap,
                { ...attrs, ...more } as unknown as tf.NamedAttrMap,
              ) as tf.Tensor
          ).dataSync();
        expectNear(run("Conv2D", { x: tx, filter: tw }), expected.y);
        expectNear(run("Conv2DBackpropFilter", { x: tx, dy: tdy }, { filterShape: filter.shape }), expected.dw);
        expectNear(run("Conv2DBackpropInput", { dy: tdy, filter: tw }, { inputShape: x.shape }), expected.dx);
      });
      expect(tf.memory().numTensors).toBe(before);
    });
  }

  it("is right for every number of channels and filters from 1 to 17", () => {
    for (let c = 1; c <= 17; c++) {
      const s = sizes([[1, 4, 5, c], [3, 3, 18 - c], "same"]);
      const [x, w] = [floats([1, 4, 5, c]), floats([3, 3, c, 18 - c], -1, 1, 2)];
      const y = tf.tidy(() =>
        tf
          .conv2d(
            tf.tensor(x.data, [1, 4, 5, c]) as tf.Tensor4D,
            tf.tensor(w.data, [3, 3, c, 18 - c]) as tf.Tensor4D,
            1,
            "same",
          )
          .dataSync(),
      );
      expectNear(y, reference(s, x.data, w.data, new Float32Array(y.length)).y);
    }
  });

  it("keeps a NaN to the pixels whose windows hold it", () => {
    const x = tf.tensor4d([Number.NaN, 1, 1, 1, 1, 1, 1, 1, 1], [1, 3, 3, 1]);
    const w = tf.ones([2, 2, 1, 1]) as tf.Tensor4D;
    expect([...tf.conv2d(x, w, 1, "valid").dataSync()]).toEqual([Number.NaN, 4, 4, 4]);
    tf.dispose([x, w]);
  });

  it("refuses other data formats and types", () => {
    const [x, w] = [tf.ones([1, 1, 3, 3]) as tf.Tensor4D, tf.ones([2, 2, 1, 1]) as tf.Tensor4D];
    expect(() => tf.conv2d(x, w, 1, "valid", "NCHW")).toThrow(
      'Cannot run a convolution: the data format must be "NHWC", received "NCHW"',
    );
    const run = () =>
      tf.engine().runKernel("Conv2D", { x: tf.cast(x, "int32"), filter: w }, { strides: 1, pad: "same" });
    expect(run).toThrow("Cannot run Conv2D: `x` must be a float32 tensor, received int32 [1, 1, 3, 3]");
  });
});
