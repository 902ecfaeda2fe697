import * as tf from "@hornbeam/kernels/tfjs";
import { expect, it } from "vitest";
import { expectNear, floats, integers } from "../../testing/compare.ts";
import { pool3d } from "../../testing/reference.ts";
import { describeVariants } from "../../testing/variants.ts";

type Three = [number, number, number];
type Case = readonly [x: [number, ...Three, number], window: Three, pad: "same" | "valid", strides: Three];

const cases: Case[] = [
  [[2, 4, 4, 4, 4], [2, 2, 2], "valid", [2, 2, 2]],
  [[2, 5, 6, 7, 3], [3, 2, 3], "same", [2, 2, 2]],
  [[3, 9, 7, 7, 8], [3, 1, 1], "same", [3, 1, 1]], // sides that differ
  [[1, 6, 5, 7, 17], [1, 3, 2], "valid", [1, 2, 1]],
  [[1, 3, 4, 5, 6], [3, 3, 3], "same", [1, 1, 1]],
  [[1, 1, 2, 1, 5], [3, 3, 3], "same", [2, 1, 1]],
  [[2, 5, 3, 6, 4], [2, 1, 1], "same", [1, 3, 2]], // strides longer than the window
  [[0, 3, 3, 3, 2], [2, 2, 2], "valid", [2, 2, 2]],
];

describeVariants("pooling over three axes", () => {
  for (const given of cases) {
    it(`and its gradients are right for ${JSON.stringify(given)}`, () => {
      const [shape, filterSize, pad, strides] = given;
      const i = tf.backend_util.computePool3DInfo(shape, filterSize, strides, 1, pad);
      const s = {
        batch: shape[0],
        d: shape[1],
        h: shape[2],
        w: shape[3],
        cin: shape[4],
        cout: shape[4],
        groups: 1,
        kd: filterSize[0],
        kh: filterSize[1],
        kw: filterSize[2],
        sd: strides[0],
        sh: strides[1],
        sw: strides[2],
        dd: 1,
        dh: 1,
        dw: 1,
        front: Math.max(0, i.padInfo.front),
        top: Math.max(0, i.padInfo.top),
        left: Math.max(0, i.padInfo.left),
        od: i.outDepth,
        oh: i.outHeight,
        ow: i.outWidth,
      };
      const attrs = { filterSize, strides, pad } as unknown as tf.NamedAttrMap;
      const gradient = floats(i.outShape, -1, 1, 3);
      const run = (name: string, inputs: Record<string, tf.Tensor>) =>
        tf.engine().runKernel(name, inputs, attrs) as tf.Tensor;
      // small integers: many ties
      for (const data of [floats(shape).data, Float32Array.from(integers(shape, 0, 3).data)]) {
        const expected = pool3d(s, data, gradient.data);
        const before = tf.memory().numTensors;
        tf.tidy(() => {
          const [x, dy] = [tf.tensor(data, shape), tf.tensor(gradient.data, [...gradient.shape])];
          const y = run("MaxPool3D", { x });
          expectNear(y.dataSync(), expected.most);
          expectNear(run("MaxPool3DGrad", { dy, input: x, output: y }).dataSync(), expected.toMost);
          expectNear(run("AvgPool3D", { x }).dataSync(), expected.average);
          expectNear(run("AvgPool3DGrad", { dy, input: x }).dataSync(), expected.toAverage);
        });
        expect(tf.memory().numTensors).toBe(before);
      }
    });
  }

  it("gives NaN where one is inside of the window", () => {
    const x = tf.tensor5d([1, Number.NaN, 3, 4, 5, 6, 7, 8], [1, 2, 2, 2, 1]);
    const y = tf.maxPool3d(x, [2, 2, 1], 1, "valid");
    expect([...y.dataSync()]).toEqual([7, Number.NaN]);
    tf.dispose([x, y]);
  });
});
