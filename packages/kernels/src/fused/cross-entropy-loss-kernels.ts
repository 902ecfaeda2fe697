import type { KernelConfig, TensorInfo } from "@hornbeam/kernels/tfjs";
import { util } from "@hornbeam/kernels/tfjs";
import { lossKinds } from "../functions.ts";
import { kernel } from "../kernels/define.ts";
import type { Runtime } from "../runtime.ts";
import type { LossSettings } from "./cross-entropy-loss-plain.ts";
import { crossEntropyLossName, scaleByNumbersName } from "./names.ts";

interface Inputs {
  readonly x: TensorInfo;
  readonly labels: TensorInfo;
  readonly weights?: TensorInfo;
  readonly mask?: TensorInfo;
}

/** The kernels behind `crossEntropyLoss`: the loss, its derivative by x and what a mean divides by; and the gradient. */
export function crossEntropyLossKernels(runtime: Runtime): KernelConfig[] {
  return [
    kernel<Inputs, LossSettings>(runtime, crossEntropyLossName, (inputs, settings) => loss(runtime, inputs, settings), {
      types: "any",
    }),
    kernel<{ x: TensorInfo; a: TensorInfo; b: TensorInfo }>(runtime, scaleByNumbersName, ({ x, a, b }) => {
      const y = runtime.output(x.shape);
      runtime.run("scaleByNumbers", util.sizeFromShape(x.shape), {
        a: runtime.input(a),
        b: runtime.input(b),
        x: runtime.input(x),
        y: y.address,
      });
      return y.info;
    }),
  ];
}

function loss(runtime: Runtime, { x, labels, weights, mask }: Inputs, settings: LossSettings): TensorInfo[] {
  const { kind, probabilities, epsilon, keep, add, ignores, ignored, repeat, reduction } = settings;
  const shape = x.shape.slice(0, -1);
  const rows = util.sizeFromShape(shape);
  const whole = reduction === "none" ? runtime.output(shape) : undefined;
  const leavesOut = mask !== undefined || ignores;
  const weighs = reduction === "weightedMean" && (leavesOut || weights !== undefined);
  const counts = weighs || (reduction === "mean" && leavesOut);
  const difference = runtime.output(x.shape);
  const room = {
    losses: whole?.address ?? runtime.workspace(4 * rows),
    counted: counts ? runtime.workspace(4 * rows) : 0,
  };
  runtime.run("lossRows", rows, {
    kind: lossKinds.indexOf(kind),
    columns: x.shape.at(-1)!,
    probabilities: Number(probabilities),
    epsilon,
    keep,
    add,
    floats: Number(labels.dtype === "float32"),
    ignores: Number(ignores),
    ignored,
    repeat,
    weighs: Number(weighs),
    x: runtime.input(x),
    labels: runtime.input(labels),
    weights: weights ? runtime.input(weights) : 0,
    mask: mask ? runtime.input(mask) : 0,
    difference: difference.address,
    ...room,
  });
  if (whole) return [whole.info, difference.info];
  const [total, scale] = [runtime.output([]), runtime.output([])];
  const end = {
    rows,
    count: reduction === "sum" ? 1 : Math.max(1, rows),
    weighs: Number(weighs),
    repeat: leavesOut ? 1 : repeat,
    total: total.address,
    scale: scale.address,
  };
  runtime.run("lossEnd", 1, { ...end, ...room });
  return [total.info, difference.info, scale.info];
}
