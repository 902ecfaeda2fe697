import * as tf from "@hornbeam/kernels/tfjs";
import { expect, it } from "vitest";
import { expectNear, floats } from "../../testing/compare.ts";
import { conv3d as reference, type Volumes } from "../../testing/reference.ts";
import { describeVariants } from "../../testing/variants.ts";

type Three = [number, number, number];
type Case = readonly [
  x: [batch: number, ...Three, channels: number],
  filter: [...Three, filters: number],
  pad: "same" | "valid",
  strides?: Three,
  dilations?: Three,
  groups?: number,
];

const cases: Case[] = [
  [[2, 4, 5, 6, 3], [3, 3, 3, 5], "same"],
  [[2, 4, 5, 6, 3], [2, 3, 2, 4], "valid"],
  [[1, 3, 3, 3, 1], [1, 1, 1, 1], "same"],
  [[3, 7, 5, 6, 2], [3, 2, 3, 9], "same", [2, 2, 2]],
  [[1, 7, 6, 5, 17], [3, 3, 3, 2], "valid", [3, 1, 2]],
  [[2, 7, 6, 9, 4], [3, 2, 3, 4], "same", [1, 1, 1], [2, 3, 2]],
  [[1, 9, 7, 7, 4], [2, 3, 2, 8], "valid", [1, 1, 1], [3, 1, 2]],
  [[2, 4, 5, 3, 6], [2, 2, 2, 9], "same", [1, 1, 1], [1, 1, 1], 3],
  [[1, 2, 1, 2, 2], [3, 5, 3, 4], "same"],
  [[9, 2, 2, 2, 8], [2, 2, 2, 16], "valid", [1, 1, 1], [1, 1, 1], 2],
  [[1, 5, 3, 6, 4], [2, 1, 1, 4], "same", [1, 3, 2]], // strides longer than the window
  [[0, 3, 3, 3, 2], [2, 2, 2, 2], "same"],
];

/** Over two axes; strides and dilation with groups too. */
const flat: Case[] = [
  [[2, 1, 7, 6, 8], [1, 3, 3, 12], "same", [1, 1, 1], [1, 1, 1], 4],
  [[2, 1, 7, 6, 6], [1, 3, 2, 4], "valid", [1, 1, 1], [1, 1, 1], 2],
  [[1, 1, 9, 8, 34], [1, 3, 3, 34], "same", [1, 2, 2], [1, 1, 1], 2],
  [[2, 1, 9, 8, 4], [1, 3, 3, 8], "same", [1, 1, 1], [1, 2, 3], 2],
  [[2, 1, 4, 4, 6], [1, 1, 1, 3], "same", [1, 1, 1], [1, 1, 1], 3],
  [[2, 1, 5, 7, 5], [1, 3, 3, 5], "same", [1, 1, 1], [1, 1, 1], 5], // one channel a group: depthwise
  [[2, 1, 5, 7, 3], [1, 3, 3, 12], "same", [1, 2, 2], [1, 1, 1], 3],
  [[0, 1, 5, 7, 4], [1, 3, 3, 4], "same", [1, 1, 1], [1, 1, 1], 2],
];

function sizes([x, filter, pad, strides = [1, 1, 1], dilations = [1, 1, 1], groups = 1]: Case): Volumes {
  const shape = [filter[0], filter[1], filter[2], x[4] / groups, filter[3]] as [number, number, number, number, number];
  const i = tf.backend_util.computeConv3DInfo(x, shape, strides, dilations, pad);
  return {
    batch: x[0],
    d: x[1],
    h: x[2],
    w: x[3],
    cin: x[4],
    cout: filter[3],
    kd: filter[0],
    kh: filter[1],
    kw: filter[2],
    sd: strides[0],
    sh: strides[1],
    sw: strides[2],
    dd: dilations[0],
    dh: dilations[1],
    dw: dilations[2],
    front: Math.max(0, i.padInfo.front),
    top: Math.max(0, i.padInfo.top),
    left: Math.max(0, i.padInfo.left),
    od: i.outDepth,
    oh: i.outHeight,
    ow: i.outWidth,
    groups,
  };
}

describeVariants("convolutions over patches", () => {
  const run = (name: string, inputs: Record<string, tf.Tensor>, attrs: object): Float32Array =>
    (tf.engine().runKernel(name, inputs, attrs as unknown as tf.NamedAttrMap) as tf.Tensor).dataSync() as Float32Array;

  function check(given: Case, names: readonly [string, string, string], axes: (all: number[]) => number[]): void {
    const s = sizes(given);
    const spatial = (all: Three) => axes([0, ...all, 0]).slice(1, -1);
    const attrs = {
      strides: spatial([s.sd, s.sh, s.sw]),
      dilations: spatial([s.dd, s.dh, s.dw]),
      pad: given[2],
    };
    const x = floats(axes([s.batch, s.d, s.h, s.w, s.cin]));
    const filter = floats(
      axes([0, s.kd, s.kh, s.kw, s.cin / s.groups])
        .slice(1)
        .concat(s.cout),
      -1,
      1,
      2,
    );
    const dy = floats(axes([s.batch, s.od, s.oh, s.ow, s.cout]), -1, 1, 3);
    const expected = reference(s, x.data, filter.data, dy.data);
    const before = tf.memory().numTensors;
    tf.tidy(() => {
      const [tx, tw, tdy] = [x, filter, dy].map(({ data, shape }) => tf.tensor(data, [...shape])) as [
        tf.Tensor,
        tf.Tensor,
        tf.Tensor,
      ];
      expectNear(run(names[0], { x: tx, filter: tw }, attrs), expected.y);
      expectNear(run(names[1], { dy: tdy, filter: tw }, { ...attrs, inputShape: x.shape }), expected.dx);
      expectNear(run(names[2], { x: tx, dy: tdy }, { ...attrs, filterShape: filter.shape }), expected.dw);
    });
    expect(tf.memory().numTensors).toBe(before);
  }

  for (const given of cases) {
    it(`over three axes, and their gradients, are right for ${JSON.stringify(given)}`, () =>
      check(given, ["Conv3D", "Conv3DBackpropInputV2", "Conv3DBackpropFilterV2"], (all) => all));
  }
  for (const given of flat) {
    it(`in groups, and their gradients, are right for ${JSON.stringify(given)}`, () =>
      check(given, ["Conv2D", "Conv2DBackpropInput", "Conv2DBackpropFilter"], ([n, , ...rest]) => [n!, ...rest]));
  }
});
