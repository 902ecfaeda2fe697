import {
  add,
  cast,
  engine,
  gather,
  getKernel,
  grads,
  type KernelConfig,
  logicalAnd,
  matMul,
  mul,
  softmax,
  sum,
  type Tensor,
  type TensorInfo,
  tensor,
  tensor1d,
  transpose,
  util,
  where,
} from "@hornbeam/kernels/tfjs";
import { KernelError } from "../errors.ts";
import { kernel } from "../kernels/define.ts";
import type { Runtime } from "../runtime.ts";
import { attentionGradientName, attentionName } from "./names.ts";
import { withGradient } from "./with-gradient.ts";

/** Options of {@link attention}. */
export interface AttentionOptions {
  /** True where a target may see a source: bool, broadcast to `[batch, heads, targets, sources]`. */
  readonly mask?: Tensor | undefined;
  /** Factor of the products: `1 / √size` by default. */
  readonly scale?: number;
  /** Whether a target sees only sources up to its own place. */
  readonly isCausal?: boolean;
}

interface Attributes {
  readonly scale: number;
  readonly isCausal: boolean;
  readonly save: boolean;
}

/** A number far below any logit: rows of it alone give equal probabilities, not NaN. */
const never = -2.3819763e38;

/**
 * Attention, `softmax(query · keyᵀ · scale) · value` for each head, in one kernel that transposes nothing, and one for its
 * gradients. Heads of queries may share heads of keys and values, as many each.
 *
 * - query: `[batch, targets, heads, size]`
 * - key: `[batch, sources, groups, size]`; value: `[batch, sources, groups, valueSize]`
 * - result: `[batch, targets, heads, valueSize]`
 *
 * @throws {KernelError} when the shapes do not fit.
 * @see {@link https://arxiv.org/abs/1706.03762 | Vaswani and others, 2017}, section 3.2
 * @example
 * const one = tensor([[[[1]]]]);
 * attention(one, tensor([[[[0]], [[0]]]]), tensor([[[[1]], [[3]]]])); // [[[[2]]]]
 */
export function attention(query: Tensor, key: Tensor, value: Tensor, options: AttentionOptions = {}): Tensor {
  const { mask, isCausal = false } = options;
  check(query, key, value, mask);
  const scale = options.scale ?? 1 / Math.sqrt(query.shape[3]!);
  if (!getKernel(attentionName, engine().backendName)) return unfused(query, key, value, { mask, isCausal, scale });
  const save = engine().isTapeOn();
  const attributes = { scale, isCausal, save };
  const [y] = withGradient({
    inputs: { query, key, value },
    forward: (keep) => {
      const inputs = { query, key, value, ...(mask && { mask }) };
      const made = engine().runKernel(attentionName, inputs, attributes) as unknown as Tensor[]; // two outputs
      if (save) keep([query, key, value, made[1]!, ...(mask ? [mask] : [])]);
      return [made[0]!];
    },
    backward: ([dy], [q, k, v, probabilities, m]) => {
      if (engine().isTapeOn()) {
        const loss = (...[a, b, c]: Tensor[]) => sum(mul(unfused(a!, b!, c!, { mask: m, isCausal, scale }), dy!));
        const [dq, dk, dv] = grads(loss)([q!, k!, v!]);
        return { query: () => dq!, key: () => dk!, value: () => dv! };
      }
      const inputs = { query: q!, key: k!, value: v!, probabilities: probabilities!, dy: dy!, ...(m && { mask: m }) };
      const made = engine().runKernel(attentionGradientName, inputs, attributes) as unknown as Tensor[]; // three outputs
      return { query: () => made[0]!.clone(), key: () => made[1]!.clone(), value: () => made[2]!.clone() };
    },
  });
  return y!;
}

/** The kernels behind {@link attention}, forward and backward. */
export function attentionKernels(runtime: Runtime): KernelConfig[] {
  type Inputs = { query: TensorInfo; key: TensorInfo; value: TensorInfo; mask?: TensorInfo };
  type Backward = Inputs & { probabilities: TensorInfo; dy: TensorInfo };
  const types = { types: ["float32", "bool"] as const };
  return [
    kernel<Inputs, Attributes>(
      runtime,
      attentionName,
      (inputs, attributes) => {
        const { units, args, scratch } = prepare(runtime, inputs, attributes);
        const { shape } = inputs.query;
        const y = runtime.output([...shape.slice(0, 3), args.valueSize]);
        const kept = attributes.save ? runtime.output([shape[0]!, args.heads, args.targets, args.sources]) : undefined;
        runtime.run("attention", units, { ...args, y: y.address, probabilities: kept?.address ?? 0 }, scratch);
        return kept ? [y.info, kept.info] : [y.info];
      },
      types,
    ),
    kernel<Backward, Attributes>(
      runtime,
      attentionGradientName,
      (inputs, attributes) => {
        const { units, args, scratch } = prepare(runtime, inputs, attributes);
        const [dq, dk, dv] = [inputs.query, inputs.key, inputs.value].map(({ shape }) => runtime.output(shape));
        const call = {
          ...args,
          probabilities: runtime.input(inputs.probabilities),
          dy: runtime.input(inputs.dy),
          dq: dq!.address,
          dk: dk!.address,
          dv: dv!.address,
        };
        runtime.run("attentionGradient", units, call, scratch);
        return [dq!.info, dk!.info, dv!.info];
      },
      types,
    ),
  ];
}

/** What both commands take. */
function prepare(
  runtime: Runtime,
  { query, key, value, mask }: { query: TensorInfo; key: TensorInfo; value: TensorInfo; mask?: TensorInfo },
  { scale, isCausal }: Attributes,
) {
  const [batch = 0, targets = 0, heads = 0, size = 0] = query.shape;
  const [, sources = 0, groups = 0] = key.shape;
  const [stepB = 0, stepH = 0, stepT = 0, stepS = 0] = mask ? steps(mask.shape) : [];
  const addresses = { q: runtime.input(query), k: runtime.input(key), v: runtime.input(value) };
  const sizes = { heads, groups, targets, sources, size, valueSize: value.shape[3]! };
  return {
    units: batch * groups,
    scratch: 4 * targets * sources + 64,
    args: {
      ...{ ...sizes, ...addresses, scale, causal: Number(isCausal), stepB, stepH, stepT, stepS },
      mask: mask ? runtime.input(mask) : 0,
    },
  };
}

/** Bytes between neighbours along each of four axes; 0 where a mask is broadcast. */
function steps(shape: readonly number[]): number[] {
  let step = 1;
  const own = [...shape].reverse().map((size) => {
    const result = size === 1 ? 0 : step;
    step *= size;
    return result;
  });
  return [...own, 0, 0, 0, 0].slice(0, 4).reverse();
}

/** The same of plain ops, for other backends and for gradients of gradients. */
function unfused(
  query: Tensor,
  key: Tensor,
  value: Tensor,
  { mask, isCausal, scale }: { mask?: Tensor | undefined; isCausal: boolean; scale: number },
): Tensor {
  const [targets, heads] = query.shape.slice(1) as [number, number];
  const [sources, groups] = key.shape.slice(1) as [number, number];
  const owners = tensor1d(
    Array.from({ length: heads }, (_, head) => Math.floor((head * groups) / heads)),
    "int32",
  );
  const perHead = (x: Tensor) => transpose(groups === heads || x === query ? x : gather(x, owners, 2), [0, 2, 1, 3]);
  const logits = mul(matMul(perHead(query), perHead(key), false, true), scale);
  const places = Array.from({ length: targets * sources }, (_, i) => Number(i % sources <= Math.floor(i / sources)));
  const causal = isCausal ? cast(tensor(places, [1, 1, targets, sources]), "bool") : undefined;
  const seen = mask && causal ? logicalAnd(mask, causal) : (mask ?? causal);
  const masked = seen ? where(seen, logits, add(never, mul(logits, 0))) : logits;
  return transpose(matMul(softmax(masked), perHead(value)), [0, 2, 1, 3]);
}

function check(query: Tensor, key: Tensor, value: Tensor, mask: Tensor | undefined): void {
  const [batch = 0, targets = 0, heads = 0, size = 0] = query.shape;
  const [, sources = 0, groups = 0] = key.shape;
  const fits =
    query.rank === 4 &&
    util.arraysEqual(key.shape, [batch, sources, groups, size]) &&
    util.arraysEqual(value.shape.slice(0, 3), [batch, sources, groups]) &&
    value.rank === 4 &&
    heads % groups === 0;
  const shapes = () => [query, key, value].map(({ shape }) => `[${shape.join(", ")}]`).join(" ");
  if (!fits)
    throw new KernelError(
      `Cannot compute attention: query, key and value must agree in batch, sources, heads and size, received ${shapes()}`,
    );
  if (!mask) return;
  const full = [batch, heads, targets, sources].slice(4 - mask.rank);
  if (mask.dtype === "bool" && mask.rank <= 4 && mask.shape.every((own, axis) => own === 1 || own === full[axis]))
    return;
  throw new KernelError(
    `Cannot compute attention: the mask must be bool and broadcast to [${[batch, heads, targets, sources].join(", ")}], received ${mask.dtype} [${mask.shape.join(", ")}]`,
  );
}
