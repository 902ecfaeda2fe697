import * as tf from "@hornbeam/kernels/tfjs";
import { expect, it } from "vitest";
import { floats } from "../../testing/compare.ts";
import { describeVariants } from "../../testing/variants.ts";
import { flag } from "../abi.ts";
import type { Runtime } from "../runtime.ts";
import { winograd } from "./winograd.ts";

/** What an activation gave: beside numbers in and out of its range its ends, what is not a number, and infinities. */
function results(shape: readonly number[]): tf.Tensor {
  const { data } = floats(shape, -8, 8, 5);
  const special = [0, -0, 6, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  data.forEach((_, i) => {
    if (i % 11 === 3) data[i] = special[((i / 11) % special.length) | 0]!;
  });
  return tf.tensor(data, [...shape]);
}

type Make = (to: number, bias: number, flags: number) => void;

/** Makes a gradient as it is and with a gate; the second must be the first where the activation let something through. */
function expectGated(runtime: Runtime, shape: readonly number[], inputs: readonly tf.Tensor[], make: Make): void {
  for (const activation of [flag.relu, flag.relu6]) {
    const y = results(shape);
    const [all, gated] = runtime.frame(() => {
      const outputs = [0, 1].map(() => runtime.output(shape));
      make(outputs[0]!.address, 0, 0);
      make(outputs[1]!.address, runtime.input(y), activation | flag.gate);
      return outputs.map(({ info }) => info);
    });
    const read = (info: tf.TensorInfo) => {
      const tensor = tf.engine().makeTensorFromTensorInfo(info);
      const data = tensor.dataSync();
      tensor.dispose();
      return data;
    };
    const gate = y.dataSync();
    const expected = read(all!).map((value, i) => {
      const isOpen = gate[i]! > 0 && (activation === flag.relu || gate[i]! < 6);
      return isOpen ? value : 0;
    });
    expect(read(gated!)).toEqual(expected);
    y.dispose();
  }
  tf.dispose([...inputs]);
}

const tensor = (shape: number[], seed: number) => tf.tensor(floats(shape, -1, 1, seed).data, shape);

describeVariants("gradients that go back through an activation", (running) => {
  it("are products with a gate, of 1 to 17 rows and columns, and of blocks", () => {
    const runtime = running();
    const sizes = Array.from({ length: 17 }, (_, i) => [i + 4, 17 - i, 1 + ((i * 5) % 13)]);
    for (const [m, n, k] of [...sizes, [1, 9, 5], [100, 530, 7], [7, 12, 900]] as [number, number, number][])
      for (const transposeB of m > 3 ? [0, 1] : [1])
        for (const byColumns of [0, flag.columns]) {
          const [a, b] = [tensor([m, k], 1), tensor(transposeB ? [n, k] : [k, n], 2)];
          expectGated(runtime, [m, n], [a, b], (c, bias, flags) =>
            runtime.run("gemm", byColumns ? Math.ceil(n / 8) : m, {
              transposeA: 0,
              transposeB,
              m,
              n,
              k,
              a: runtime.input(a),
              lda: k,
              b: runtime.input(b),
              ldb: transposeB ? k : n,
              c,
              ldc: n,
              bias,
              flags: flags | byColumns,
            }),
          );
        }
  });
  it("are convolutions with a gate, of 1 to 17 channels", () => {
    const runtime = running();
    for (let cout = 1; cout <= 17; cout++) {
      const [h, w, cin, kh, kw] = [4, 3 + cout, 3, 2, 3];
      const [x, filter] = [tensor([2, h, w, cin], 1), tensor([kh, kw, cin, cout], 2)];
      const [oh, ow] = [h - kh + 1, w - kw + 1];
      expectGated(runtime, [2, oh, ow, cout], [x, filter], (y, bias, flags) => {
        const k = kh * kw * cin;
        const panels = runtime.workspace(32 * k * Math.ceil(cout / 8));
        runtime.run("packFilter", Math.ceil(cout / 8), { k, n: cout, filter: runtime.input(filter), panels });
        const window = { h, w, cin, ph: h, pw: w, top: 0, left: 0, kh, kw, oh, ow, cout, sh: 1, sw: 1 };
        runtime.run("conv2d", 2 * oh, { ...window, x: runtime.input(x), panels, y, bias, flags });
      });
    }
  });
  it("are Winograd's convolutions with a gate, whose tiles go over the edge", () => {
    const runtime = running();
    for (const taps of [3, 5])
      for (const [h, w] of [
        [8, 8],
        [5, 7],
        [1, 17],
      ] as const) {
        const pad = (taps - 1) / 2;
        const size = { batch: 2, h, w, cin: 8, top: pad, left: pad, oh: h, ow: w, cout: 12, taps };
        const [x, filter] = [tensor([2, h, w, 8], 1), tensor([taps, taps, 8, 12], 2)];
        expectGated(runtime, [2, h, w, 12], [x, filter], (y, bias, flags) =>
          winograd(runtime, size, { x: runtime.input(x), filter: runtime.input(filter), y, bias, flags }),
        );
      }
  });
});
