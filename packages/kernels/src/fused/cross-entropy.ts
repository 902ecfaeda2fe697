import {
  add,
  clipByValue,
  div,
  engine,
  expandDims,
  type GradConfig,
  getKernel,
  grad,
  isNaN as isNotANumber,
  type KernelConfig,
  log,
  logSoftmax,
  mul,
  neg,
  softplus,
  sub,
  sum,
  type Tensor,
  type TensorInfo,
  util,
  where,
} from "@hornbeam/kernels/tfjs";
import { KernelError } from "../errors.ts";
import { kernel } from "../kernels/define.ts";
import type { Runtime } from "../runtime.ts";
import { binaryCrossEntropyName, crossEntropyName, scaleRowsName } from "./names.ts";
import type { GradConfigOfSome } from "./with-gradient.ts";

/** Options of {@link crossEntropy} and {@link binaryCrossEntropy}. */
export interface CrossEntropyOptions {
  /** Whether predictions are logits, any real numbers (the default), and not probabilities. */
  readonly fromLogits?: boolean;
  /** How near to 0 and 1 a probability may come: 1e-7 unless told. */
  readonly epsilon?: number;
}

type Settings = { readonly probabilities: boolean; readonly epsilon: number };
type Formula = (labels: Tensor, x: Tensor, settings: Settings) => Tensor;

/**
 * Cross-entropy of rows with probabilities as labels, `-Σ t ln p` along the last axis: p is the softmax of logits, or what was
 * given, scaled to sum to 1 and held within `[ε, 1 - ε]`. The gradient is a by-product of the forward pass.
 *
 * - labels, x: `[..., classes]`, float32
 * - result: `[...]`
 *
 * @throws {KernelError} when the shapes differ.
 * @example
 * crossEntropy(tensor2d([[0, 1]]), tensor2d([[0, 0]])); // [0.6931]
 */
export function crossEntropy(labels: Tensor, x: Tensor, options: CrossEntropyOptions = {}): Tensor {
  return losses(crossEntropyName, ofClasses, labels, x, options);
}

/**
 * Cross-entropy of two classes, element by element, `-(t ln p + (1 - t) ln (1 - p))`: p is the sigmoid of logits, or what was
 * given, held within `[ε, 1 - ε]`. The gradient is a by-product of the forward pass.
 *
 * - labels, x, result: any shape, float32
 *
 * @throws {KernelError} when the shapes differ.
 * @example
 * binaryCrossEntropy(tensor1d([1]), tensor1d([0])); // [0.6931]
 */
export function binaryCrossEntropy(labels: Tensor, x: Tensor, options: CrossEntropyOptions = {}): Tensor {
  return losses(binaryCrossEntropyName, ofElements, labels, x, options);
}

function losses(
  name: string,
  unfused: Formula,
  labels: Tensor,
  x: Tensor,
  { fromLogits = true, epsilon = 1e-7 }: CrossEntropyOptions,
): Tensor {
  if (!util.arraysEqual(labels.shape, x.shape) || (name === crossEntropyName && x.rank === 0)) {
    const shapes = `[${labels.shape.join(", ")}] and [${x.shape.join(", ")}]`;
    throw new KernelError(`Cannot compute the cross-entropy: labels must have the shape of x, received ${shapes}`);
  }
  const settings: Settings = { probabilities: !fromLogits, epsilon };
  if (!getKernel(name, engine().backendName)) return unfused(labels, x, settings);
  const outputs = engine().runKernel(name, { x, labels }, settings) as unknown as [Tensor, Tensor];
  return outputs[0];
}

/** The kernels behind {@link crossEntropy} and {@link binaryCrossEntropy}: losses, and their derivative by x. */
export function crossEntropyKernels(runtime: Runtime): KernelConfig[] {
  type Inputs = { readonly x: TensorInfo; readonly labels: TensorInfo };
  const made = ({ x, labels }: Inputs, { probabilities, epsilon }: Settings, shape: readonly number[]) => {
    const [result, difference] = [runtime.output(shape), runtime.output(x.shape)];
    const [at, labelsAt] = [runtime.input(x), runtime.input(labels)];
    const addresses = { x: at, labels: labelsAt, losses: result.address, difference: difference.address };
    return {
      args: { probabilities: Number(probabilities), epsilon, ...addresses },
      outputs: [result.info, difference.info],
    };
  };
  return [
    kernel<Inputs, Settings>(runtime, crossEntropyName, (inputs, settings) => {
      const shape = inputs.x.shape.slice(0, -1);
      const { args, outputs } = made(inputs, settings, shape);
      runtime.run("crossEntropy", util.sizeFromShape(shape), { ...args, columns: inputs.x.shape.at(-1)! });
      return outputs;
    }),
    kernel<Inputs, Settings>(runtime, binaryCrossEntropyName, (inputs, settings) => {
      const { args, outputs } = made(inputs, settings, inputs.x.shape);
      runtime.run("binaryCrossEntropy", util.sizeFromShape(inputs.x.shape), args);
      return outputs;
    }),
  ];
}

/** The gradients of {@link crossEntropy} and {@link binaryCrossEntropy}. */
export const crossEntropyGradients: readonly GradConfig[] = [
  gradientOf(crossEntropyName, ofClasses, {
    byX: (difference, dy) => engine().runKernel(scaleRowsName, { x: difference, scale: dy }) as Tensor,
    byLabels: (x, dy, settings) => neg(mul(logarithms(x, settings), expandDims(dy, -1))),
  }),
  gradientOf(binaryCrossEntropyName, ofElements, {
    byX: (difference, dy) => mul(difference, dy),
    byLabels: (x, dy, settings) => neg(mul(odds(x, settings), dy)),
  }),
];

interface Slopes {
  byX(difference: Tensor, dy: Tensor): Tensor;
  byLabels(x: Tensor, dy: Tensor, settings: Settings): Tensor;
}

function gradientOf(kernelName: string, unfused: Formula, { byX, byLabels }: Slopes): GradConfigOfSome {
  return {
    kernelName,
    takesMissing: true,
    inputsToSave: ["x", "labels"],
    outputsToSave: [false, true],
    gradFunc: (dys, saved, attrs) => {
      const [x, labels, difference] = saved as [Tensor, Tensor, Tensor];
      const [dy] = dys as unknown as [Tensor]; // one gradient an output
      const settings = attrs as unknown as Settings; // as the kernel was given them
      // a gradient of the gradient, while one is being recorded, is that of the plain ops
      const plain = () => grad((v) => sum(mul(unfused(labels, v, settings), dy)))(x);
      return {
        x: () => (engine().isTapeOn() ? plain() : byX(difference, dy)),
        labels: () => byLabels(x, dy, settings),
      };
    },
  };
}

/** The same of plain ops, for other backends and for gradients of gradients. */
export function ofClasses(labels: Tensor, x: Tensor, settings: Settings): Tensor {
  return neg(sum(mul(labels, logarithms(x, settings)), -1));
}

/** `ln p` */
export function logarithms(x: Tensor, { probabilities, epsilon }: Settings): Tensor {
  return probabilities ? log(clipped(div(x, sum(x, -1, true)), epsilon)) : logSoftmax(x);
}

/** The same, element by element. */
export function ofElements(labels: Tensor, x: Tensor, { probabilities, epsilon }: Settings): Tensor {
  if (!probabilities) return sub(softplus(x), mul(x, labels));
  const p = clipped(x, epsilon);
  return neg(add(mul(labels, log(p)), mul(sub(1, labels), log(sub(1, p)))));
}

/** `ln (p / (1 - p))` */
export function odds(x: Tensor, { probabilities, epsilon }: Settings): Tensor {
  if (!probabilities) return x;
  const p = clipped(x, epsilon);
  return sub(log(p), log(sub(1, p)));
}

/** What is not a number stays that. */
export function clipped(p: Tensor, epsilon: number): Tensor {
  return where(isNotANumber(p), p, clipByValue(p, epsilon, 1 - epsilon));
}
