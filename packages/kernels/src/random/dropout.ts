import {
  cast,
  engine,
  type GradConfig,
  getKernel,
  type KernelConfig,
  mul,
  type NamedAttrMap,
  ones,
  type Tensor,
  type TensorInfo,
  tensor,
  tidy,
  util,
  where,
  zerosLike,
} from "@hornbeam/kernels/tfjs";
import { KernelError } from "../errors.ts";
import { dropoutName } from "../fused/names.ts";
import { kernel } from "../kernels/define.ts";
import type { Runtime } from "../runtime.ts";
import { wordsOf } from "./host-draws.ts";

/** Options of {@link dropoutByKey}. */
export interface DropoutByKeyOptions {
  /** The share that is dropped, in [0, 1]. */
  readonly rate: number;
  /** The shape of the choice, of the rank of x: 1 where all elements along an axis share theirs; that of x unless told. */
  readonly choice?: readonly number[];
}

type Attributes = { readonly inner: number; readonly repeat: number; readonly rate: number };

/** Words of a unit where each element has its own, and the most that fit in the scratch of a command. */
const [block, most] = [1024, 1 << 17];

/**
 * A random share of the elements is 0, the rest divided by `1 - rate`: one kernel forward and one backward, both of which draw the
 * choice from the key, so that no mask is kept.
 *
 * - x: any shape, float32
 * - key: `[2]`, int32
 * - result: the shape of x
 *
 * @throws {KernelError} when the shape of the choice does not fit.
 * @see {@link https://jmlr.org/papers/v15/srivastava14a.html | Srivastava et al., 2014}
 * @example
 * dropoutByKey(tensor1d([1, 2, 3]), tensor1d([0, 0], "int32"), { rate: 0.5 }); // [0, 4, 0]
 */
export function dropoutByKey(x: Tensor, key: Tensor, { rate, choice = x.shape }: DropoutByKeyOptions): Tensor {
  if (choice.length !== x.rank || choice.some((size, axis) => size !== 1 && size !== x.shape[axis])) {
    const sizes = `[${x.shape.join(", ")}]`;
    throw new KernelError(`Cannot drop: the choice must broadcast to ${sizes}, received [${choice.join(", ")}]`);
  }
  const rows = rowsOf(x.shape, choice);
  if (!rows) return tidy(() => mul(x, dropoutByKey(ones([...choice]), key, { rate })));
  if (!getKernel(dropoutName, engine().backendName)) return unfused(x, key, rate, choice);
  return engine().runKernel(dropoutName, { x, key }, { ...rows, rate } satisfies NamedAttrMap) as Tensor;
}

/** The kernel behind {@link dropoutByKey}. */
export function dropoutKernel(runtime: Runtime): KernelConfig {
  return kernel<{ x: TensorInfo; key: TensorInfo }, Attributes>(
    runtime,
    dropoutName,
    ({ x, key }, { inner, repeat, rate }) => {
      const y = runtime.output(x.shape);
      const count = util.sizeFromShape(x.shape) / repeat;
      runtime.run("dropout", Math.ceil(count / inner), {
        count,
        inner,
        repeat,
        threshold: Math.ceil(rate * 2 ** 24),
        scale: scaleOf(rate),
        key: runtime.input(key),
        x: runtime.input(x),
        y: y.address,
      });
      return y.info;
    },
    { types: ["float32", "int32"] },
  );
}

/** The gradient of {@link dropoutByKey}: the same of the result's. */
export const dropoutGradient: GradConfig = {
  kernelName: dropoutName,
  inputsToSave: ["key"],
  gradFunc: (dy, [key], attrs) => ({
    x: () => engine().runKernel(dropoutName, { x: dy as Tensor, key: key! }, attrs) as Tensor,
  }),
};

/** What is kept is multiplied by this; nothing is, if everything is dropped. */
const scaleOf = (rate: number): number => (rate === 1 ? 0 : 1 / (1 - rate));

/** Rows of words, and how many rows of elements share one; undefined where the shared axes are not side by side. */
function rowsOf(shape: readonly number[], choice: readonly number[]): Pick<Attributes, "inner" | "repeat"> | undefined {
  const isShared = (axis: number) => choice[axis] !== shape[axis];
  const axes = [...shape.keys()].filter((axis) => shape[axis] !== 1);
  const shared = axes.filter(isShared);
  if (shared.length === 0 || shape.includes(0)) return { inner: block, repeat: 1 };
  const [first, last] = [shared[0]!, shared.at(-1)!];
  const between = axes.filter((axis) => axis > first && axis < last);
  const sizeOf = (list: readonly number[]) => list.reduce((size, axis) => size * shape[axis]!, 1);
  const inner = sizeOf(axes.filter((axis) => axis > last));
  if (!between.every(isShared) || inner > most) return undefined;
  return { inner, repeat: sizeOf(shared) };
}

/** The same of plain ops, for other backends. */
function unfused(x: Tensor, key: Tensor, rate: number, choice: readonly number[]): Tensor {
  return tidy(() => {
    const words = wordsOf(util.sizeFromShape([...choice]), key.dataSync());
    const kept = Int32Array.from(words, (word) => Number((word >>> 8) * 2 ** -24 >= rate));
    const masks = cast(mul(tensor(kept, [...choice], "int32"), ones(x.shape, "int32")), "bool");
    return where(masks, mul(x, scaleOf(rate)), zerosLike(x));
  });
}
