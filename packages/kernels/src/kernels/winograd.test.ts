import * as tf from "@hornbeam/kernels/tfjs";
import { describe, expect, it } from "vitest";
import { expectNear, floats } from "../../testing/compare.ts";
import { conv2d as reference } from "../../testing/reference.ts";
import { describeVariants } from "../../testing/variants.ts";
import { flag } from "../abi.ts";
import type { Runtime } from "../runtime.ts";
import { prefersWinograd, type Winograd, winograd, winogradFilterGradient } from "./winograd.ts";

/** The stated error, relative to the largest result; the direct kernels keep 2e-6. */
const tolerance = 1e-5;

const sizes = (taps: number, batch: number, [h, w]: number[], cin: number, cout: number, pad = (taps - 1) / 2) =>
  ({
    taps,
    batch,
    h,
    w,
    cin,
    cout,
    top: pad,
    left: pad,
    oh: h! + 2 * pad - taps + 1,
    ow: w! + 2 * pad - taps + 1,
  }) as Winograd;

const cases: readonly Winograd[] = [
  ...[3, 5].flatMap((taps) => [
    sizes(taps, 2, [14, 14], 16, 36),
    sizes(taps, 3, [8, 8], 4, 4),
    sizes(taps, 1, [7, 9], 4, 12),
    sizes(taps, 3, [5, 6], 8, 4, 0),
    sizes(taps, 2, [1, 17], 12, 8),
    sizes(taps, 37, [3, 2], 8, 20), // blocks that end within an image
    sizes(taps, 2, [6, 5], 8, 8, taps - 1),
  ]),
  { ...sizes(5, 5, [13, 10], 12, 20), top: 1, oh: 11, ow: 9 }, // more pixels around on one side
  { ...sizes(3, 2, [9, 9], 8, 8), top: -1, oh: 4, ow: 7 }, // a cropped image
  sizes(3, 2, [12, 12], 64, 68),
];

/** Runs commands that fill an output, and reads it. */
function filled(runtime: Runtime, shape: number[], body: (address: number) => void): Float32Array {
  const info = runtime.frame(() => {
    const output = runtime.output(shape);
    body(output.address);
    return output.info;
  });
  const tensor = tf.engine().makeTensorFromTensorInfo(info);
  const data = tensor.dataSync() as Float32Array;
  tensor.dispose();
  return data;
}

const tensor = ({ data, shape }: ReturnType<typeof floats>) => tf.tensor(data, [...shape]);

describeVariants("Winograd's convolution", (runtime) => {
  for (const s of cases) {
    const { taps, batch, h, w, cin, cout, top, left, oh, ow } = s;
    it(`and its gradients are right for ${JSON.stringify(s)}`, () => {
      const given = [
        floats([batch, h, w, cin]),
        floats([taps, taps, cin, cout]),
        floats([batch, oh, ow, cout]),
      ] as const;
      const expected = reference(
        { ...s, kh: taps, kw: taps, sh: 1, sw: 1, dh: 1, dw: 1 },
        given[0].data,
        given[1].data,
        given[2].data,
      );
      const [x, filter, dy] = given.map(tensor) as [tf.Tensor, tf.Tensor, tf.Tensor];
      const r = runtime();
      const y = filled(r, [batch, oh, ow, cout], (to) =>
        winograd(r, s, { x: r.input(x), filter: r.input(filter), y: to, bias: 0, flags: 0 }),
      );
      expectNear(y, expected.y, tolerance);
      const turned = {
        ...s,
        h: oh,
        w: ow,
        oh: h,
        ow: w,
        cin: cout,
        cout: cin,
        top: taps - 1 - top,
        left: taps - 1 - left,
      };
      const dx = filled(r, [batch, h, w, cin], (to) =>
        winograd(r, turned, { x: r.input(dy), filter: r.input(filter), y: to, bias: 0, flags: 0 }, true),
      );
      expectNear(dx, expected.dx, tolerance);
      const dw = filled(r, [taps, taps, cin, cout], (to) =>
        winogradFilterGradient(r, s, { x: r.input(x), dy: r.input(dy), dw: to }),
      );
      expectNear(dw, expected.dw, tolerance);
      tf.dispose([x, filter, dy]);
    });
  }

  it("adds a bias and applies relu on the way out", () => {
    const s = sizes(3, 1, [6, 6], 4, 8);
    const [x, filter] = [tf.ones([1, 6, 6, 4]), tf.fill([3, 3, 4, 8], 1 / 4)];
    const bias = tf.tensor([-5, 0, 1, -9, 0, 0, 0, 0]);
    const r = runtime();
    const y = filled(r, [1, 6, 6, 8], (to) =>
      winograd(r, s, {
        x: r.input(x),
        filter: r.input(filter),
        y: to,
        bias: r.input(bias),
        flags: flag.bias | flag.relu,
      }),
    );
    expectNear(y.slice(0, 4), [0, 4, 5, 0]); // a corner sees four pixels
    expectNear(y.slice(7 * 8, 7 * 8 + 4), [4, 9, 10, 0]); // the inside nine
    tf.dispose([x, filter, bias]);
  });

  it("spreads a NaN over its tiles and no further", () => {
    const s = sizes(3, 2, [8, 8], 4, 4);
    const data = floats([2, 8, 8, 4]).data.slice();
    data[0] = Number.NaN;
    const [x, filter] = [tf.tensor(data, [2, 8, 8, 4]), tensor(floats([3, 3, 4, 4]))];
    const r = runtime();
    const y = filled(r, [2, 8, 8, 4], (to) =>
      winograd(r, s, { x: r.input(x), filter: r.input(filter), y: to, bias: 0, flags: 0 }),
    );
    expect(y[0]).toBeNaN();
    expect(y.slice(4 * 8 * 4).every(Number.isFinite)).toBe(true); // the tiles of other rows and the other image
    tf.dispose([x, filter]);
  });
});

describeVariants("large convolutions", () => {
  it("and their gradients go through Winograd's algorithm, within its error", () => {
    const s = sizes(5, 3, [14, 15], 16, 36);
    expect(prefersWinograd(s)).toBe(true);
    const [x, filter, dy] = [floats([3, 14, 15, 16]), floats([5, 5, 16, 36]), floats([3, 14, 15, 36])];
    const expected = reference({ ...s, kh: 5, kw: 5, sh: 1, sw: 1, dh: 1, dw: 1 }, x.data, filter.data, dy.data);
    const before = tf.memory().numTensors;
    tf.tidy(() => {
      const inputs = [tensor(x), tensor(filter)] as [tf.Tensor4D, tf.Tensor4D];
      expectNear(tf.conv2d(...inputs, 1, "same").dataSync(), expected.y, tolerance);
      const gradients = tf.grads((a, b) => tf.conv2d(a as tf.Tensor4D, b as tf.Tensor4D, 1, "same"))(
        inputs,
        tensor(dy),
      );
      expectNear(gradients[0]!.dataSync(), expected.dx, tolerance);
      expectNear(gradients[1]!.dataSync(), expected.dw, tolerance);
    });
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe("prefersWinograd", () => {
  it("takes large convolutions of many channels, and leaves the others to the direct kernels", () => {
    const many = sizes(5, 128, [14, 14], 16, 36);
    expect(prefersWinograd(many)).toBe(true);
    expect(prefersWinograd(sizes(3, 8, [28, 28], 64, 64))).toBe(true);
    expect(prefersWinograd({ ...many, cin: 1 })).toBe(false);
    expect(prefersWinograd({ ...many, cout: 34 })).toBe(false);
    expect(prefersWinograd({ ...many, taps: 7 })).toBe(false);
    expect(prefersWinograd({ ...many, batch: 1 })).toBe(false);
    expect(prefersWinograd({ ...many, batch: 0 })).toBe(false);
    expect(prefersWinograd(sizes(3, 1, [2, 2], 256, 256))).toBe(false); // a tile a channel: mostly edge
    expect(prefersWinograd(sizes(3, 64, [32, 32], 4, 4))).toBe(false); // transforms cost more than they save
  });
});
