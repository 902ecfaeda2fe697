import { scalar, type Tensor, tensor2d } from "@hornbeam/kernels/tfjs";
import { type SamplingKernel, samplingWeights } from "./_sampling.ts";

export type WeightedInterpolation = "bilinear" | "bicubic" | "lanczos3" | "lanczos5" | "area";

/** Weights `[inputSize, outputSize]` with which the elements of an axis make those of the resized one. */
export function resizeWeights(
  interpolation: WeightedInterpolation,
  inputSize: number,
  outputSize: number,
  antialias: boolean,
): Tensor {
  if (interpolation === "area") return hostWeights(inputSize, outputSize, areaTaps);
  if (interpolation === "bicubic" && !antialias) return hostWeights(inputSize, outputSize, cubicTaps);
  const kernel = kernels[interpolation];
  const scale = scalar(outputSize / inputSize);
  return samplingWeights({ inputSize, outputSize, scale, translation: scalar(0), kernel, antialias });
}

const kernels: Readonly<Record<Exclude<WeightedInterpolation, "area">, SamplingKernel>> = {
  bilinear: "linear",
  bicubic: "cubic",
  lanczos3: "lanczos3",
  lanczos5: "lanczos5",
};

/** The elements that make output `at`, with their weights. */
type Taps = (at: number, inputSize: number, outputSize: number) => (readonly [index: number, weight: number])[];

function hostWeights(inputSize: number, outputSize: number, taps: Taps): Tensor {
  const weights = new Float32Array(inputSize * outputSize);
  for (let at = 0; at < outputSize; at++) {
    for (const [index, weight] of taps(at, inputSize, outputSize)) weights[index * outputSize + at]! += weight;
  }
  return tensor2d(weights, [inputSize, outputSize]);
}

/** Each output is the mean over its share of the axis, where elements count by how much of them lies in it. */
const areaTaps: Taps = (at, inputSize, outputSize) => {
  const share = inputSize / outputSize;
  const [from, to] = [at * share, (at + 1) * share];
  const taps: [number, number][] = [];
  for (let i = Math.floor(from); i < Math.ceil(to) && i < inputSize; i++) {
    const within = Math.min(i + 1, to) - Math.max(i, from);
    if (within > 0) taps.push([i, within / share]);
  }
  return taps;
};

/** TensorFlow reads its cubic kernel from a table: places are rounded to this part of an element. */
const grid = 1024;

/** Four neighbours by Keys' cubic with `a = -1/2`; those outside do not count, and the others make up for them. */
const cubicTaps: Taps = (at, inputSize, outputSize) => {
  const place = Math.fround((at + 0.5) * Math.fround(inputSize / outputSize) - 0.5);
  const first = Math.floor(place);
  const rest = Math.round((place - first) * grid) / grid;
  const weights = [far(rest + 1), near(rest), near(1 - rest), far(2 - rest)];
  const taps = weights.map((weight, i): [number, number] => [first - 1 + i, weight]);
  const inside = taps.filter(([index]) => index >= 0 && index < inputSize);
  const sum = inside.reduce((all, [, weight]) => all + weight, 0);
  return inside.map(([index, weight]) => [index, weight / sum]);
};

function near(x: number): number {
  return (1.5 * x - 2.5) * x * x + 1;
}
function far(x: number): number {
  return ((-0.5 * x + 2.5) * x - 4) * x + 2;
}
