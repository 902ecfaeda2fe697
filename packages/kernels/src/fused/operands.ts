import type { Tensor } from "@hornbeam/kernels/tfjs";
import { KernelError } from "../errors.ts";

type Shape = readonly number[];
const show = (shape: Shape) => `[${shape.join(", ")}]`;

/** @throws {KernelError} when `x · weights + bias` cannot be: kernels work at addresses, and would read what lies behind. */
export function checkDense({ shape: x }: Tensor, { shape: weights }: Tensor, bias: Tensor | undefined): void {
  if (weights.length !== 2 || x.length < 1 || x.at(-1) !== weights[0])
    refuse("multiply", "the last axis of x must have as many numbers as the kernel has rows", [x, weights]);
  checkBias("multiply", bias, weights[1]!);
}

/** @throws {KernelError} when the channels of images are not those of filters, or of several groups of them. */
export function checkConvolution({ shape: x }: Tensor, { shape: filter }: Tensor, bias: Tensor | undefined): void {
  const [channels = 0, own = 0, filters = 0] = [x[3], filter[2], filter[3]];
  const groups = channels === own ? 1 : channels / own;
  if (x.length !== 4 || filter.length !== 4 || !Number.isInteger(groups) || filters % groups !== 0)
    refuse("convolve", "the channels of x must be those of the filters, or of groups of them", [x, filter]);
  checkBias("convolve", bias, filters);
}

/** @throws {KernelError} when images and filters have not the same channels. */
export function checkDepthwise({ shape: x }: Tensor, { shape: filter }: Tensor, bias: Tensor | undefined): void {
  if (x.length !== 4 || filter.length !== 4 || x[3] !== filter[2])
    refuse("convolve", "the channels of x must be those of the filters", [x, filter]);
  checkBias("convolve", bias, filter[2]! * filter[3]!);
}

function checkBias(verb: string, bias: Tensor | undefined, length: number): void {
  if (bias && (bias.rank !== 1 || bias.size !== length))
    refuse(verb, `the bias must have the shape [${length}]`, [bias.shape]);
}

function refuse(verb: string, expected: string, received: readonly Shape[]): never {
  throw new KernelError(`Cannot ${verb}: ${expected}, received ${received.map(show).join(" and ")}`);
}
