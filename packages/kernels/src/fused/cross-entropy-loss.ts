import { engine, getKernel, grads, mul, type NamedTensorMap, sum, type Tensor, util } from "@hornbeam/kernels/tfjs";
import { KernelError } from "../errors.ts";
import type { lossKinds } from "../functions.ts";
import type { CrossEntropyOptions } from "./cross-entropy.ts";
import { type LossInputs, type LossSettings, plainLoss, rareGradients } from "./cross-entropy-loss-plain.ts";
import { crossEntropyLossName, scaleByNumbersName, scaleRowsName } from "./names.ts";
import { withGradient } from "./with-gradient.ts";

/** Options of {@link crossEntropyLoss}. */
export interface CrossEntropyLossOptions extends CrossEntropyOptions {
  /** What labels are: a number of a class a row, a share of each class, or 0 to 1 for each element by itself. */
  readonly kind: (typeof lossKinds)[number];
  /** Share of each label that is spread evenly over the classes; 0 unless told. Numbers of classes have none. */
  readonly smoothing?: number;
  /** A class, where labels are numbers, whose rows are left out. */
  readonly ignored?: number | null;
  /** One weight a row, or one for as many rows as there are for each. */
  readonly weights?: Tensor | null;
  /** Bools, one a row: false where it is left out. */
  readonly mask?: Tensor | null;
  /** One number of all rows, `"sum"`, `"mean"` over those that count, or `"weightedMean"`; or `"none"`, one a row. */
  readonly reduction?: LossSettings["reduction"];
}

/**
 * A cross-entropy as a loss, in one kernel, and its gradient in another: {@link sparseSoftmaxCrossEntropy}, {@link crossEntropy} or
 * the mean of {@link binaryCrossEntropy} over the last axis, smoothed, weighted, masked and reduced. Sums over rows are made in
 * float64.
 *
 * - x: `[..., classes]`, float32
 * - labels: `[...]`, int32 or float32, of numbers; otherwise the shape of x, float32
 * - result: a scalar, or `[...]`
 *
 * @throws {KernelError} when the sizes do not fit.
 * @example
 * crossEntropyLoss(tensor1d([1, 0], "int32"), tensor2d([[0, 0], [0, 0]]), { kind: "numbers" }); // 0.6931
 */
export function crossEntropyLoss(labels: Tensor, x: Tensor, options: CrossEntropyLossOptions): Tensor {
  const { weights, mask, reduction = "mean" } = options;
  const inputs = { labels, x, ...(weights && { weights }), ...(mask && { mask }) };
  const settings = { ...settingsOf(inputs, options), reduction };
  if (!getKernel(crossEntropyLossName, engine().backendName)) return plainLoss(inputs, settings);
  const tracked = { x, ...(options.kind !== "numbers" && { labels }), ...(weights && { weights }) } as NamedTensorMap;
  const [loss] = withGradient({
    inputs: tracked,
    forward: (save) => {
      const outputs = engine().runKernel(crossEntropyLossName, inputs, settings) as unknown as Tensor[];
      const [result, difference, scale = result] = outputs as [Tensor, Tensor, Tensor?];
      save([difference, scale!, ...Object.values(inputs)]);
      return [result];
    },
    backward: ([dy], [difference, scale, ...saved]) => {
      const kept = Object.fromEntries(Object.keys(inputs).map((name, i) => [name, saved[i]!])) as unknown as LossInputs;
      const rare = (name: "labels" | "weights") => () => rareGradients[name](kept, settings, dy!, scale!);
      const byX = () =>
        (settings.reduction === "none"
          ? engine().runKernel(scaleRowsName, { x: difference!, scale: dy! })
          : engine().runKernel(scaleByNumbersName, { x: difference!, a: dy!, b: scale! })) as Tensor;
      if (!engine().isTapeOn()) return { x: byX, labels: rare("labels"), weights: rare("weights") };
      // a gradient of the gradient is being recorded: the same as a function of each
      const plain = (name: string) => (): Tensor => {
        const loss = (value: Tensor) => sum(mul(plainLoss({ ...kept, [name]: value }, settings), dy!));
        return grads(loss)([kept[name as "x"]])[0]!;
      };
      return Object.fromEntries(Object.keys(tracked).map((name) => [name, plain(name)]));
    },
  });
  return loss!;
}

function settingsOf(
  { labels, x, weights, mask }: LossInputs,
  { kind, fromLogits = true, epsilon = 1e-7, smoothing = 0, ignored = null }: CrossEntropyLossOptions,
): Omit<LossSettings, "reduction"> {
  const rows = x.rank === 0 ? -1 : util.sizeFromShape(x.shape.slice(0, -1));
  const fits = labels.size === (kind === "numbers" ? rows : x.size) && (!mask || mask.size === rows);
  if (rows < 0 || !fits || (weights && (weights.size === 0 ? rows > 0 : rows % weights.size > 0))) {
    const shapes = [labels, x, weights, mask].map((t) => t && `[${t.shape.join(", ")}]`).filter(Boolean);
    throw new KernelError(
      `Cannot compute the cross-entropy: there must be as many labels, weights and bytes of a mask as there are rows of x, received ${shapes.join(" and ")}`,
    );
  }
  const repeat = weights && weights.size > 0 ? rows / weights.size : 1;
  const classes = kind === "shares" ? x.shape.at(-1)! : 2;
  const [keep, add] = [Math.fround(1 - smoothing), smoothing / classes];
  return {
    kind,
    probabilities: !fromLogits,
    epsilon,
    keep,
    add,
    ignores: ignored !== null,
    ignored: ignored ?? 0,
    repeat,
  };
}
