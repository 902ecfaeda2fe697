import { type KernelConfig, type TensorInfo, util } from "@hornbeam/kernels/tfjs";
import { integerUnaries, unaries, unariesWith } from "../functions.ts";
import { unaryGradientName, unaryName } from "../fused/names.ts";
import type { Runtime } from "../runtime.ts";
import { kernel, kernelOver } from "./define.ts";

/** A function of `unary` in src/abi.ts. */
export type Unary = (typeof unaries)[number];

interface One {
  readonly x: TensorInfo;
}

const replaced = {
  Abs: "abs",
  Acos: "acos",
  Acosh: "acosh",
  Asin: "asin",
  Asinh: "asinh",
  Atan: "atan",
  Atanh: "atanh",
  Ceil: "ceil",
  Cos: "cos",
  Cosh: "cosh",
  Elu: "elu",
  Erf: "erf",
  Exp: "exp",
  Expm1: "expm1",
  Floor: "floor",
  Log: "log",
  Log1p: "log1p",
  Neg: "neg",
  Reciprocal: "reciprocal",
  Relu: "relu",
  Relu6: "relu6",
  Round: "round",
  Rsqrt: "rsqrt",
  Selu: "selu",
  Sigmoid: "sigmoid",
  Sign: "sign",
  Sin: "sin",
  Sinh: "sinh",
  Softplus: "softplus",
  Sqrt: "sqrt",
  Square: "square",
  Tan: "tan",
  Tanh: "tanh",
} as const satisfies Readonly<Record<string, Unary>>;

const most = 2 ** 31 - 1;

/** What some of them are of integers, with the bounds of those that clip. */
const ofIntegers: Readonly<Record<string, readonly [(typeof integerUnaries)[number], low?: number, high?: number]>> = {
  Abs: ["abs"],
  Neg: ["neg"],
  Relu: ["clip", 0, most],
  Relu6: ["clip", 0, 6],
  Sign: ["sign"],
  Square: ["square"],
};

/**
 * Functions of single numbers, four at a time; types that are not named here keep their stock kernels. With them a kernel for the
 * functions that TensorFlow.js makes of several, and one for the gradients of the activations.
 */
export function unaryKernels(runtime: Runtime): KernelConfig[] {
  return [
    ...Object.entries(replaced).map(([kernelName, f]) =>
      kernelOver<One>(
        runtime,
        kernelName,
        ({ x }) => x.dtype === "float32" || (x.dtype === "int32" && kernelName in ofIntegers),
        ({ x }) => (x.dtype === "int32" ? integers(runtime, x, ...ofIntegers[kernelName]!) : forward(runtime, x, f)),
      ),
    ),
    withNumbers<{ alpha: number }>(runtime, "LeakyRelu", "leakyRelu", ({ alpha }) => [alpha, 0]),
    withNumbers<{ alpha: number }>(runtime, "Step", "step", ({ alpha }) => [alpha, 0]),
    clip(runtime),
    kernel<One, { f: Unary }>(runtime, unaryName, ({ x }, { f }) => forward(runtime, x, f)),
    gradient<{ f: Unary }>(runtime, unaryGradientName, ({ f }) => f),
    gradient(runtime, "EluGrad", () => "elu"),
  ];
}

function forward(runtime: Runtime, x: TensorInfo, f: Unary): TensorInfo {
  const y = runtime.output(x.shape);
  const call = { kind: unaries.indexOf(f), x: runtime.input(x), y: y.address };
  runtime.run("unary", util.sizeFromShape(x.shape), call);
  return y.info;
}

function integers(runtime: Runtime, x: TensorInfo, f: (typeof integerUnaries)[number], low = 0, high = 0): TensorInfo {
  const y = runtime.output(x.shape, "int32");
  const call = { kind: integerUnaries.indexOf(f), low, high, x: runtime.input(x), y: y.address };
  runtime.run("unaryIntegers", util.sizeFromShape(x.shape), call);
  return y.info;
}

function floatsWith(
  runtime: Runtime,
  x: TensorInfo,
  f: (typeof unariesWith)[number],
  [p, q]: readonly [number, number],
): TensorInfo {
  const y = runtime.output(x.shape);
  const call = { kind: unariesWith.indexOf(f), p, q, x: runtime.input(x), y: y.address };
  runtime.run("unaryWith", util.sizeFromShape(x.shape), call);
  return y.info;
}

function withNumbers<A>(
  runtime: Runtime,
  kernelName: string,
  f: (typeof unariesWith)[number],
  numbers: (attrs: A) => readonly [number, number],
): KernelConfig {
  const fits = ({ x }: One) => x.dtype === "float32";
  return kernelOver<One, A>(runtime, kernelName, fits, ({ x }, attrs) => floatsWith(runtime, x, f, numbers(attrs)));
}

/** `ClipByValue`; stock WASM clips the bits of integers as if they were floats. */
function clip(runtime: Runtime): KernelConfig {
  type Attributes = { clipValueMin: number; clipValueMax: number };
  return kernelOver<One, Attributes>(
    runtime,
    "ClipByValue",
    ({ x }) => x.dtype === "float32" || x.dtype === "int32",
    ({ x }, { clipValueMin: low, clipValueMax: high }) =>
      x.dtype === "float32"
        ? floatsWith(runtime, x, "clip", [low, high])
        : integers(runtime, x, "clip", Math.max(-most - 1, Math.ceil(low)), Math.min(most, Math.floor(high))),
  );
}

function gradient<A>(runtime: Runtime, name: string, functionOf: (attrs: A) => Unary): KernelConfig {
  return kernel<{ dy: TensorInfo; y: TensorInfo }, A>(runtime, name, ({ dy, y }, attrs) => {
    const dx = runtime.output(y.shape);
    const kind = unaries.indexOf(functionOf(attrs));
    const call = { kind, dy: runtime.input(dy), v: runtime.input(y), dx: dx.address };
    runtime.run("unaryGradient", util.sizeFromShape(y.shape), call);
    return dx.info;
  });
}
