import * as tf from "@hornbeam/kernels/tfjs";
import { expect, it } from "vitest";
import { expectDifferences, floats } from "../../testing/compare.ts";
import { describeVariants } from "../../testing/variants.ts";

type Mode = "constant" | "reflect" | "wrap" | "nearest";
type Way = "nearest" | "bilinear";
const single = Math.fround;

/** Turned, moved far away, and seen from the side. */
const rows = [
  [0.8, -0.6, 2, 0.6, 0.8, -1, 0, 0],
  [1.7, 0.3, -40, -0.2, 0.4, 33, 0, 0],
  [1, 0, 0.5, 0, 1, -0.5, 0.1, -0.05],
].flat();

/** The pixels along an axis that a place beyond its ends reads, one by one. */
const folds: Readonly<Record<Mode, (at: number, size: number) => number>> = {
  constant: (at) => at,
  nearest: (at, size) => Math.min(Math.max(at, 0), size - 1),
  // places beyond an end are the same pixels as places a period on
  reflect: (at, size) => {
    const seen = (((at + 0.5) % (2 * size)) + 2 * size) % (2 * size);
    return Math.min(Math.max((seen < size ? seen : 2 * size - seen) - 0.5, 0), size - 1);
  },
  // periods are counted by size - 1, and are size long: so TensorFlow does
  wrap: (at, size) => {
    if (size === 1) return 0;
    const periods = Math.trunc(Math.abs(at) / (size - 1));
    const folded = at < 0 ? at + size * (periods + 1) : at > size - 1 ? at - size * periods : at;
    return Math.min(Math.max(folded, 0), size - 1);
  },
};

function expected(data: ArrayLike<number>, [n, h, w, c]: readonly number[], [oh, ow]: readonly number[], way: Way, mode: Mode, fill: number): number[] {
  return Array.from({ length: n! * oh! * ow! * c! }, (_, at) => {
    const channel = at % c!;
    const q = Math.floor(at / c!) % ow!;
    const r = Math.floor(at / c! / ow!) % oh!;
    const image = Math.floor(at / c! / ow! / oh!);
    const [a0, a1, a2, b0, b1, b2, c0, c1] = rows.slice(8 * image, 8 * image + 8).map(single) as [number, number, number, number, number, number, number, number];
    const k = single(single(single(c0 * q) + single(c1 * r)) + 1);
    if (k === 0) return fill;
    const place = (x: number, y: number, z: number, size: number) =>
      folds[mode](single(single(single(single(x * q) + single(y * r)) + z) / k), size);
    const [u, v] = [place(a0, a1, a2, w!), place(b0, b1, b2, h!)];
    const read = (y: number, x: number) =>
      y < 0 || x < 0 || y >= h! || x >= w! ? fill : data[((image * h! + y) * w! + x) * c! + channel]!;
    if (way === "nearest") return read(Math.sign(v) * Math.round(Math.abs(v)), Math.sign(u) * Math.round(Math.abs(u)));
    const [y, x] = [Math.floor(v), Math.floor(u)];
    const across = (row: number) => (x + 1 - u) * read(row, x) + (u - x) * read(row, x + 1);
    return (y + 1 - v) * across(y) + (v - y) * across(y + 1);
  });
} // biome-ignore format: lists

describeVariants("transforms of images", () => {
  it("read where they say, in every mode", () => {
    for (const shape of [[3, 5, 7, 2], [3, 1, 6, 1], [3, 4, 1, 3], [3, 9, 9, 4], [3, 6, 5, 17]]) {
      const { data } = floats(shape, -100, 100);
      for (const mode of ["constant", "reflect", "wrap", "nearest"] as const) {
        for (const way of ["bilinear", "nearest"] as const) {
          const size: [number, number] = [shape[1]! + 1, shape[2]!];
          const y = tf.tidy(() =>
            tf.image.transform(tf.tensor4d(data as Float32Array, shape as [number, number, number, number]), tf.tensor2d(rows, [3, 8]), way, mode, 3, size),
          );
          const wanted = expected(data, shape, size, way, mode, 3);
          // what lies far beyond an end is found only as exactly as float32 knows the place
          const off = [...y.dataSync()].filter((value, i) => !(Math.abs(value - wanted[i]!) < 4e-3));
          expect([mode, way, off]).toEqual([mode, way, []]);
          y.dispose();
        }
      }
    }
  }); // biome-ignore format: lists
  it("moves by whole pixels exactly, all images alike", () => {
    const x = tf.tensor4d([1, 2, 3, 4, 5, 6], [2, 1, 3, 1]);
    const moved = (by: number, mode: Mode, way: Way = "bilinear") =>
      tf.tidy(() => [...tf.image.transform(x, tf.tensor2d([[1, 0, by, 0, 1, 0, 0, 0]]), way, mode, 9).dataSync()]);
    expect(moved(1, "constant")).toEqual([2, 3, 9, 5, 6, 9]);
    expect(moved(-2, "reflect")).toEqual([2, 1, 1, 5, 4, 4]);
    expect(moved(6, "reflect")).toEqual([1, 2, 3, 4, 5, 6]);
    expect(moved(-1, "nearest")).toEqual([1, 1, 2, 4, 4, 5]);
    expect(moved(2, "wrap")).toEqual([3, 1, 1, 6, 4, 4]);
    expect(moved(0.5, "constant", "nearest")).toEqual([2, 3, 9, 5, 6, 9]); // halves go away from 0
    x.dispose();
  });
  it("fill what is read at infinity, and read nothing by numbers that are none", () => {
    const x = tf.ones<tf.Rank.R4>([1, 2, 2, 1]);
    const read = (row: number[], way: Way) =>
      tf.tidy(() => [...tf.image.transform(x, tf.tensor2d([row]), way, "constant", 7).dataSync()]);
    expect(read([1, 0, 0, 0, 1, 0, -1, 0], "bilinear")).toEqual([1, 7, 1, 7]); // k = 1 - x
    for (const bad of [Number.NaN, Number.POSITIVE_INFINITY, 1e30])
      expect(read([1, 0, bad, 0, 1, bad, 0, 0], "nearest")).toEqual([7, 7, 7, 7]);
    expect(tf.image.transform(tf.zeros([0, 2, 2, 1]), tf.zeros([1, 8])).shape).toEqual([0, 2, 2, 1]);
    x.dispose();
  });
  it("have gradients that are what they make of each pixel alone, one transform for all or one for each", async () => {
    for (const mode of ["constant", "reflect", "wrap", "nearest"] as const) {
      for (const way of ["bilinear", "nearest"] as const) {
        for (const t of [rows, rows.slice(0, 8)]) {
          const moved = (x: tf.Tensor) => tf.image.transform(x as tf.Tensor4D, tf.tensor2d(t, [t.length / 8, 8]), way, mode, 0, [4, 6]);
          await expectDifferences(moved, [floats([3, 3, 4, 2])]);
        }
      }
    }
  }); // biome-ignore format: lines
  it("have gradients of transforms by the slopes of the image, and of gradients", () => {
    const x = tf.tensor4d([0, 1, 4, 9], [1, 1, 4, 1]);
    const shift = (by: number, mode: Mode) =>
      tf.tidy(() => {
        const t = tf.tensor2d([[1, 0, by, 0, 1, 0, 0, 0]]);
        return [
          ...tf
            .grad((t) => tf.image.transform(x, t as tf.Tensor2D, "bilinear", mode, 5))(t)
            .dataSync(),
        ];
      });
    // from column to column by 1, 3, 5 and, to the 5 beyond the end, -4; from row to row, to 5, by 4.5, 2.5, -1.5 and -2
    expect(shift(0.5, "constant")).toEqual([1, 0, 5, -6.5, 0, 3.5, 12.5, 0]); // 12.5 = -(3 * 1.5 + 5 * 2.5 * 2 - 4 * 3.5 * 3)
    // beyond the end nothing changes
    expect(shift(10, "nearest")).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
    const t = tf.tensor2d([[1, 0, 0.5, 0, 1, 0, 0, 0]]);
    const energy = (x: tf.Tensor) => tf.sum(tf.square(tf.image.transform(x as tf.Tensor4D, t, "bilinear")));
    const twice = tf.tidy(() =>
      tf
        .grad((x) => tf.sum(tf.square(tf.grad(energy)(x))))(x)
        .dataSync(),
    );
    // the energy is x M' M x, its gradient g = 2 M' M x, and that of g g is 4 M' M g
    const m = [
      [0.5, 0.5, 0, 0],
      [0, 0.5, 0.5, 0],
      [0, 0, 0.5, 0.5],
      [0, 0, 0, 0.5],
    ];
    const apply = (v: number[]) => {
      const mv = m.map((row) => row.reduce((sum, w, j) => sum + w * v[j]!, 0));
      return v.map((_, j) => m.reduce((sum, row, i) => sum + row[j]! * mv[i]!, 0));
    };
    expect([...twice]).toEqual(apply(apply([0, 1, 4, 9])).map((g) => 8 * g));
    tf.dispose([x, t]);
  });
});
