import {
  cast,
  type DataType,
  engine,
  getKernel,
  type NamedAttrMap,
  type Tensor,
  tensor,
  util,
} from "@hornbeam/kernels/tfjs";
import { randomIntegersName, randomNormalName, randomUniformName } from "../fused/names.ts";
import { integersOnHost, normalOnHost, uniformOnHost } from "./host-draws.ts";

type Shape = readonly number[];

/** Options of {@link drawUniform}. */
export interface UniformOptions {
  /** Lower end, which may be drawn: 0 unless told. */
  readonly low?: number;
  /** Upper end, which is never drawn: 1 unless told. */
  readonly end?: number;
}

/** Options of {@link drawNormal}. */
export interface NormalOptions {
  /** The mean: 0 unless told. */
  readonly mean?: number;
  /** The standard deviation: 1 unless told. */
  readonly deviation?: number;
  /** The share of the distribution below what is drawn, and that below its upper end: 0 and 1, all of it, unless told. */
  readonly shares?: readonly [from: number, to: number];
}

/** Options of {@link drawIntegers}. */
export interface IntegersOptions {
  /** The least number. */
  readonly low: number;
  /** How many numbers there are to choose from, up to 2³². */
  readonly range: number;
  /** float32 and bool (is it another than 0?) are made of int32. */
  readonly dtype?: DataType;
}

/**
 * Numbers spread evenly over `[low, end)`, which depend on the key and their place alone: the same on every machine and for any
 * number of threads (Threefry-2x32, 20 rounds).
 *
 * - key: `[2]`, int32
 *
 * @see {@link https://doi.org/10.1145/2063384.2063405 | Salmon et al., 2011}
 * @example
 * drawUniform(tensor1d([0, 0], "int32"), [2]); // [0.4184571, 0.600499]
 */
export function drawUniform(key: Tensor, shape: Shape, { low = 0, end = 1 }: UniformOptions = {}): Tensor {
  const below = numberBelow(end);
  const fits = below >= low;
  // a range too short for float32 keeps what it rounds to
  const attrs = { low, range: end - low, end: fits ? end : Number.POSITIVE_INFINITY, below };
  return drawn(randomUniformName, key, shape, attrs, uniformOnHost);
}

/**
 * Numbers of a normal distribution, or of the part of it between two shares, likewise.
 *
 * @example
 * drawNormal(tensor1d([0, 0], "int32"), [2]); // [-0.205842, 0.254639]
 */
export function drawNormal(
  key: Tensor,
  shape: Shape,
  { mean = 0, deviation = 1, shares: [start, to] = [0, 1] }: NormalOptions = {},
): Tensor {
  return drawn(randomNormalName, key, shape, { mean, deviation, start, range: to - start }, normalOnHost);
}

/**
 * Whole numbers from `low` on, each of `range` ones with the same probability, likewise.
 *
 * @example
 * drawIntegers(tensor1d([0, 0], "int32"), [3], { low: 5, range: 10 }); // [9, 11, 8]
 */
export function drawIntegers(key: Tensor, shape: Shape, { low, range, dtype = "int32" }: IntegersOptions): Tensor {
  const made = drawn(randomIntegersName, key, shape, { low, range }, integersOnHost);
  if (dtype === "int32") return made;
  const result = cast(made, dtype);
  made.dispose();
  return result;
}

function drawn<A extends NamedAttrMap>(
  name: string,
  key: Tensor,
  shape: Shape,
  attrs: A,
  onHost: (count: number, key: ArrayLike<number>, attrs: A) => Float32Array | Int32Array,
): Tensor {
  if (getKernel(name, engine().backendName)) {
    const given = { ...attrs, shape: [...shape] };
    return engine().runKernel(name, { key }, given) as Tensor;
  }
  const values = onHost(util.sizeFromShape([...shape]), key.dataSync(), attrs);
  return tensor(values, [...shape]);
}

/** The largest float32 number that is less. */
function numberBelow(value: number): number {
  const float = Float32Array.of(value);
  if (float[0]! < value) return float[0]!;
  if (float[0] === 0) return -(2 ** -149);
  const bits = new Int32Array(float.buffer);
  bits[0] = bits[0]! + (float[0]! > 0 ? -1 : 1);
  return float[0]!;
}
