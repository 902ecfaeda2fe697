import type { Tensor } from "@hornbeam/core";
import {
  add,
  cast,
  concatenate,
  equal,
  expandDims,
  full,
  logicalAnd,
  logicalOr,
  logSoftmax,
  logsumexp,
  matmul,
  multiply,
  negative,
  notEqual,
  oneHot,
  reshape,
  slice,
  stack,
  sum,
  tensor,
  transpose,
  unstack,
  where,
  zerosLike,
} from "@hornbeam/ops";

/** Logarithm of the weight of a step that no path takes: small enough, and finite so that gradients are. */
const never = -707;

/**
 * Minus the logarithm of the probability of labels under all alignments with the predictions, by the forward recursion
 * over states: a blank, the first label, a blank, the second label, and so on.
 *
 * @param labels `[batch, length]`, whole numbers; 0, the blank, where there is none any more.
 * @param logits `[batch, steps, classes]`
 */
export function ctcLoss(labels: Tensor, logits: Tensor): Tensor {
  const [batch, length] = labels.shape as [number, number];
  const states = withBlanks(labels);
  const classes = logits.shape[2]!;
  // [batch, steps, states]: how probable each state's class is at each step
  const emitted = matmul(logSoftmax(logits), transpose(oneHot(states, classes), { axes: [0, 2, 1] }));
  const steps = unstack(emitted, { axis: 1 }) as readonly Tensor[];
  const starts = tensor([[0, 0, ...Array<number>(2 * length - 1).fill(never)]]);
  const skip = skips(states);
  let reached = add(steps[0]!, starts);
  for (const step of steps.slice(1)) {
    const [one, two] = [behind(reached, 1), add(behind(reached, 2), skip)];
    reached = add(logsumexp(stack([reached, one, two]), 0), step);
  }
  const last = multiply(sum(cast(notEqual(labels, 0), "int32"), 1), 2); // state after the last label
  const place = expandDims(last, 1);
  const index = tensor([Array.from({ length: 2 * length + 1 }, (_, i) => i)], { dtype: "int32" });
  const ends = logicalOr(equal(index, place), equal(add(index, 1), place));
  return reshape(negative(logsumexp(where(ends, reached, never * steps.length), 1)), [batch]);
}

/** The labels with a blank before, between and after them: `[batch, 2 · length + 1]`. */
function withBlanks(labels: Tensor): Tensor {
  const [batch, length] = labels.shape as [number, number];
  const whole = cast(labels, "int32");
  const pairs = reshape(stack([zerosLike(whole), whole], { axis: 2 }), [batch, 2 * length]);
  return concatenate([pairs, full([batch, 1], 0, { dtype: "int32" })], { axis: 1 });
}

/** 0 where a path may skip the blank before a state: before a label that is not the one before it. */
function skips(states: Tensor): Tensor {
  const [batch, count] = states.shape as [number, number];
  const before = concatenate([full([batch, 2], 0, { dtype: "int32" }), slice(states, [0, 0], [batch, count - 2])], {
    axis: 1,
  });
  return where(logicalAnd(notEqual(states, 0), notEqual(states, before)), 0, never);
}

/** The states so many places before each. */
function behind(states: Tensor, places: number): Tensor {
  const [batch, count] = states.shape as [number, number];
  return concatenate([full([batch, places], never), slice(states, [0, 0], [batch, count - places])], { axis: 1 });
}
