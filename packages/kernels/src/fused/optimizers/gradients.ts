import { cast, engine, equal, type Tensor, tidy, type Variable } from "@hornbeam/kernels/tfjs";
import { current } from "../../current.ts";
import type { Runtime } from "../../runtime.ts";
import { updateInPlace } from "./in-place.ts";
import { addSums, sumsOf } from "./sums.ts";

/** How gradients are kept small, see {@link clipTensors}; one of the three. */
export interface Clip {
  /** `g · limit / max(‖g‖, limit)`: the norm of each is at most the limit. */
  readonly norm?: number;
  /** `g · limit · min(1 / n, 1 / limit)` with the norm `n` of all together; NaN where that is not finite. */
  readonly globalNorm?: number;
  /** `min(max(g, -limit), limit)`, element by element. */
  readonly value?: number;
}

/** A tensor of the backend and what is made of it. */
interface Pair {
  readonly size: number;
  readonly x: number;
  readonly y: number;
}

/**
 * Clips float32 tensors, in one call of the kernels. The results are the caller's.
 *
 * @example
 * clipTensors([tensor1d([3, 4])], { norm: 1 })[0]; // [0.6, 0.8]
 */
export function clipTensors(tensors: readonly Tensor[], { norm, globalNorm, value }: Clip): Tensor[] {
  if (globalNorm !== undefined) return made(tensors, (runtime, pairs) => clipTogether(runtime, pairs, globalNorm));
  return made(tensors, (runtime, pairs) => {
    for (const { size, x, y } of pairs) {
      if (norm === undefined) runtime.run("clamp", size, { limit: value ?? Number.POSITIVE_INFINITY, x, y });
      else clip(runtime, { size, x, y }, 0, norm, squaresOf(runtime, { size, x, y }));
    }
  });
}

/**
 * Divides float32 tensors by a number, in one call of the kernels. The results are the caller's.
 *
 * @example
 * divideTensors([tensor1d([3, 4])], 2)[0]; // [1.5, 2]
 */
export function divideTensors(tensors: readonly Tensor[], divisor: number): Tensor[] {
  return made(tensors, (runtime, pairs) => {
    for (const { size, x, y } of pairs) runtime.run("combine", size, { a: 1, b: 0, divisor, x, z: 0, y });
  });
}

/**
 * Adds a tensor to each variable, in place, in one call of the kernels.
 *
 * @throws {KernelError} when lists, shapes or types do not fit.
 * @example
 * const sum = variable(tensor1d([1, 2]));
 * addTensors([sum], [tensor1d([3, 4])]);
 * sum; // [4, 6]
 */
export function addTensors(variables: readonly Variable[], tensors: readonly Tensor[]): void {
  updateInPlace("add gradients", variables, tensors, [], (runtime, { size, w, g }) =>
    runtime.run("combine", size, { a: 1, b: 1, divisor: 1, x: g, z: w, y: w }),
  );
}

/**
 * Whether all elements of float32 tensors are finite, found out in one call of the kernels.
 *
 * @example
 * areFinite([tensor1d([3, 4]), tensor1d([NaN])]); // false
 */
export function areFinite(tensors: readonly Tensor[]): boolean {
  return tidy(() => (allFinite(tensors).dataSync()[0] === 1) as never);
}

/**
 * The same as a tensor that does not leave memory: 1 where all are finite, else 0.
 *
 * @example
 * allFinite([tensor1d([3, 4]), tensor1d([NaN])]); // 0
 */
export function allFinite(tensors: readonly Tensor[]): Tensor {
  const { runtime } = current();
  const info = runtime.frame(() => {
    const { info, address } = runtime.output([]);
    const each = runtime.workspace(4 * Math.max(1, tensors.length));
    runtime.together(() => {
      tensors.forEach((tensor, i) => {
        const { size } = tensor;
        const sums = sumsOf(runtime, size, 1);
        runtime.run("allFinite", sums.parts, { size, parts: sums.parts, x: runtime.input(tensor), sums: sums.address });
        addSums(runtime, sums, 1, each + 4 * i);
      });
      runtime.run("reduce", 1, { op: 0, length: tensors.length, inner: 1, scale: 1, x: each, y: address });
    });
    return info;
  });
  return tidy(() => cast(equal(engine().makeTensorFromTensorInfo(info), 0), "int32")); // the sum is NaN otherwise
}

/** Room for results, what `commands` do, and the results. */
function made(tensors: readonly Tensor[], commands: (runtime: Runtime, pairs: readonly Pair[]) => void): Tensor[] {
  const { runtime } = current();
  const infos = runtime.frame(() => {
    const outputs = tensors.map(({ shape }) => runtime.output(shape));
    const pairs = tensors.map((tensor, i) => ({ size: tensor.size, x: runtime.input(tensor), y: outputs[i]!.address }));
    runtime.together(() => commands(runtime, pairs));
    return outputs.map(({ info }) => info);
  });
  return infos.map((info) => engine().makeTensorFromTensorInfo(info));
}

function clipTogether(runtime: Runtime, pairs: readonly Pair[], limit: number): void {
  const [each, squares] = [runtime.workspace(4 * pairs.length), runtime.workspace(4)];
  pairs.forEach((pair, i) => void squaresOf(runtime, pair, each + 4 * i));
  runtime.run("reduce", 1, { op: 0, length: pairs.length, inner: 1, scale: 1, x: each, y: squares });
  for (const pair of pairs) clip(runtime, pair, 1, limit, squares);
}

function clip(runtime: Runtime, { size, x, y }: Pair, global: number, limit: number, squares: number): void {
  runtime.run("clipByNorm", size, { global, limit, x, squares, y });
}

/** Where the sum of squares of a tensor is: at `target` if that is given. */
function squaresOf(runtime: Runtime, { size, x }: Pair, target?: number): number {
  const sums = sumsOf(runtime, size, 1);
  runtime.run("sumSquares", sums.parts, { size, parts: sums.parts, x, sums: sums.address });
  return addSums(runtime, sums, 1, target);
}
