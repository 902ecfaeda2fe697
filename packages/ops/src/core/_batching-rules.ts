import type { Tensor, TensorLike } from "@hornbeam/core";
import * as tf from "@hornbeam/kernels/tfjs";
import { asTensor } from "../_operands.ts";
import { specOf } from "../_spec.ts";
import { Batched, callOp, type OpCall } from "./_batched.ts";

/** The op of a whole batch; undefined where the rule does not hold for the call. */
export type BatchingRule = (call: OpCall, batch: number) => unknown;

/** Each element of the result depends on the elements in its place alone. */
const elementwise = `Absolute Add Angle Arccos Arccosh Arcsin Arcsinh Arctan Arctan2 Arctanh BitwiseAnd BitwiseInvert
  BitwiseLeftShift BitwiseNot BitwiseOr BitwiseRightShift BitwiseXor Cast Cbrt Ceil Celu Clip Conj Conjugate Copy Cos Cosh
  Deg2rad Divide DivideNoNan Elu Equal Erf Erfc Erfinv Exp Exp2 Expm1 Fabs Floor FloorDivide Fmax Fmin Fmod Gelu Greater
  GreaterEqual HardShrink HardSigmoid HardSilu HardTanh Heaviside Hypot Imag Isclose Isfinite Isinf Isnan Isneginf Isposinf
  Isreal Ldexp LeakyRelu LeftShift Less LessEqual Log Log10 Log1p Log2 LogSigmoid Logaddexp Logaddexp2 LogicalAnd LogicalNot
  LogicalOr LogicalXor Maximum Minimum Mod Multiply NanToNum Negative NotEqual OnesLike Power Rad2deg Real Reciprocal Relu
  Relu6 RightShift Round Rsqrt Selu Sigmoid Sign Signbit Silu Sin Sinc Sinh SoftShrink Softplus Softsign SparsePlus
  SparseSigmoid Sqrt Square SquaredDifference Squareplus StopGradient Subtract Tan Tanh TanhShrink Threshold TrueDivide Trunc
  Where ZerosLike`;
/** The last axes are worked on, whatever comes before them. */
const trailing = `Cholesky CholeskyInverse Det Eig Eigh Inv Logdet LuFactor MatrixRank OneHot Pinv Qr Slogdet SVD Tril Triu`;
/** Options or settings name an axis, or several; null stands for all. */
const alongAxes = `All Amax Amin Any CountNonzero Flip Logsumexp Max Mean Median Min Nanmax Nanmean Nanmin Nansum Nanstd
  Nanvar Prod Ptp Std Sum Var`;
/** An axis is named, and null, where it may be, would make one axis of all. */
const alongAxis = `Argmax Argmin Argsort Cumprod Cumsum Diff ExpandDims Glu LogSoftmax Normalize Repeat Softmax Sort Sparsemax
  Squeeze Unstack`;

let rules: ReadonlyMap<string, BatchingRule> | undefined;

/** The rule for an op, by the name of its class. */
export function batchingRule(className: string): BatchingRule | undefined {
  rules ??= new Map<string, BatchingRule>([
    ...named(elementwise, aligned),
    ...named(trailing, whole),
    ...named(alongAxes, axesMoved),
    ...named(alongAxis, axesMoved),
    ["Matmul", product],
    ["Reshape", (call, batch) => shaped(call, batch, call.args[1] as readonly number[])],
    ["Ravel", (call, batch) => shaped(call, batch, [-1])],
    ["Transpose", transposed],
    ["Concatenate", joined],
    ["Stack", joined],
  ]);
  return rules.get(className);
}

function named(names: string, rule: BatchingRule): [string, BatchingRule][] {
  return names.split(/\s+/).map((name) => [name, rule]);
}

/** Lower ranks get axes of size 1 behind the batch, where broadcasting would put them before it. */
function aligned(call: OpCall): unknown {
  const count = call.definition.tensors.length;
  const tensors = call.args.slice(0, count);
  if (call.args.slice(count).some((setting) => setting instanceof Batched)) return undefined;
  const rank = Math.max(...tensors.map((one) => (one === null ? 0 : specOf(one).shape.length)));
  const spread = tensors.map((one) => (one instanceof Batched ? withRank(one, rank) : one));
  return callOp({ ...call, args: [...spread, ...call.args.slice(count)] });
}

function withRank({ value, rank: own }: Batched, rank: number): Tensor {
  if (own === rank) return value;
  return tf.reshape(value, [value.shape[0]!, ...Array<number>(rank - own).fill(1), ...value.shape.slice(1)]);
}

function whole(call: OpCall): unknown {
  const [x, ...rest] = call.args;
  return x instanceof Batched ? callOp({ ...call, args: [x.value, ...rest] }) : undefined;
}

/** Axes are counted from behind the batch. */
function axesMoved(call: OpCall): unknown {
  const [x, ...rest] = call.args;
  if (!(x instanceof Batched)) return undefined;
  const isSetting = call.definition.settings?.[0] === "axis";
  const axis = isSetting ? rest[0] : (call.options as { axis: unknown }).axis;
  const rank = isSetting ? x.rank + [axis].flat().length : x.rank;
  const moved = axis === null ? allAxes(x, call) : movedAxes(axis, rank);
  if (moved === undefined) return undefined;
  return isSetting
    ? callOp({ ...call, args: [x.value, moved] })
    : callOp({ ...call, args: [x.value, ...rest], options: { ...call.options, axis: moved } });
}

function movedAxes(axis: unknown, rank: number): unknown {
  const moved = (one: number): number => (one < 0 ? one + rank : one) + 1;
  return Array.isArray(axis) ? axis.map(moved) : moved(axis as number);
}

function allAxes(x: Batched, { definition: { className } }: OpCall): unknown {
  const all = x.shape.map((_, axis) => axis + 1);
  if (className === "Squeeze") return all.filter((axis) => x.value.shape[axis] === 1);
  if (alongAxes.split(/\s+/).includes(className)) return all.length > 0 ? all : undefined;
  return all.length === 1 ? 1 : undefined;
}

/** Vectors become matrices of one row or column meanwhile. */
function product(call: OpCall): unknown {
  const ranks = call.args.map((one) => specOf(one).shape.length);
  if (!ranks.some((rank) => rank === 1)) return aligned(call);
  const [a, b] = call.args.map((one, k) => {
    if (!(one instanceof Batched) || ranks[k] !== 1) return one;
    return new Batched(tf.expandDims(one.value, k === 0 ? 1 : 2));
  });
  const [left, right] = [a instanceof Batched && ranks[0] === 1, b instanceof Batched && ranks[1] === 1];
  // a vector that is the same for all stays one
  if (!((ranks[0] !== 1 || left) && (ranks[1] !== 1 || right))) return undefined;
  const result = aligned({ ...call, args: [a, b] }) as Tensor;
  const axes = [...(left ? [result.rank - 2] : []), ...(right ? [result.rank - 1] : [])];
  return tf.squeeze(result, axes);
}

function shaped(call: OpCall, batch: number, shape: readonly number[] | number): unknown {
  const [x] = call.args;
  const sizes = [shape].flat() as number[];
  if (!(x instanceof Batched)) return undefined;
  const known = sizes.reduce((all, size) => (size < 0 ? all : all * size), 1);
  const size = x.value.shape.slice(1).reduce((all, one) => all * one, 1);
  return tf.reshape(x.value, [batch, ...sizes.map((one) => (one < 0 ? size / Math.max(known, 1) : one))]);
}

function transposed(call: OpCall): unknown {
  const [x] = call.args;
  if (!(x instanceof Batched)) return undefined;
  const { axes } = call.options as { axes: readonly number[] | null };
  const order = axes ?? x.shape.map((_, axis) => x.rank - 1 - axis);
  return tf.transpose(x.value, [0, ...(movedAxes(order, x.rank) as number[])]);
}

/** Tensors that are the same for all are repeated. */
function joined(call: OpCall, batch: number): unknown {
  const [xs] = call.args as [readonly unknown[]];
  if (!Array.isArray(xs)) return undefined;
  const { axis } = call.options as { axis: number };
  const { length: rank } = specOf(xs[0]).shape;
  const all = xs.map((one) => {
    if (one instanceof Batched) return one.value;
    const value = asTensor(call.definition.className, one as TensorLike);
    return tf.broadcastTo(tf.expandDims(value, 0), [batch, ...value.shape]);
  });
  const moved = movedAxes(axis, call.definition.className === "Stack" ? rank + 1 : rank);
  return callOp({ ...call, args: [all], options: { ...call.options, axis: moved } });
}
