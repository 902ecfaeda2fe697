import { matMul, mul, ones, reshape, sum, type Tensor, transpose, util } from "@hornbeam/kernels/tfjs";
import { KernelError } from "./errors.ts";

/** A tensor and the letter of each of its axes. */
interface Labelled {
  readonly tensor: Tensor;
  readonly labels: readonly string[];
}

/** The letters of an equation: one list an operand, and the result's. */
export interface Equation {
  readonly operands: readonly (readonly string[])[];
  readonly result: readonly string[];
}

const spare = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/**
 * Reads an einsum equation, `"ij,jk->ik"`: without `->` the result has the letters that occur once, in the alphabet's order;
 * `...` stands for the axes that the letters leave, which must be alike in all operands that have it.
 *
 * @throws {KernelError} when it does not fit the ranks, or a letter occurs twice in one operand.
 */
export function parseEquation(equation: string, ranks: readonly number[]): Equation {
  const fail = (expected: string) => {
    throw new KernelError(
      `Cannot compute einsum "${equation}": ${expected}, received operands of ${ranks.length === 0 ? "no" : ranks.join(", ")} axes`,
    );
  };
  const [left = "", right] = equation.replaceAll(" ", "").split("->");
  const terms = left.split(",");
  if (terms.length !== ranks.length) fail("there must be one term an operand");
  const free = [...spare].filter((letter) => !equation.includes(letter));
  const letters = (term: string, axes: number) => {
    const expanded = term.replace("...", () => free.slice(0, axes).join(""));
    if (!/^[A-Za-z]*$/.test(expanded)) fail("axes must be named by letters");
    return [...expanded];
  };
  let hidden = 0;
  const operands = terms.map((term, i) => {
    const axes = term.includes("...") ? ranks[i]! - (term.length - 3) : 0;
    hidden = Math.max(hidden, axes);
    const labels = letters(term, axes);
    if (axes < 0 || labels.length !== ranks[i]) fail("every axis must have a letter");
    if (new Set(labels).size !== labels.length) fail("an operand must not have one letter twice");
    return labels;
  });
  const all = operands.flat();
  const once = [...new Set(all)].filter((letter) => all.indexOf(letter) === all.lastIndexOf(letter)).sort();
  const dots = free.slice(0, hidden);
  const result =
    right === undefined ? [...dots, ...once.filter((letter) => !dots.includes(letter))] : letters(right, hidden);
  if (result.some((letter) => !all.includes(letter))) fail("the result's letters must occur in an operand");
  return { operands, result };
}

/** Computes an equation, pair by pair from the left, each as one batched matrix product. */
export function contract({ operands, result }: Equation, tensors: readonly Tensor[]): Tensor {
  checkSizes(operands, tensors);
  let current: Labelled = { tensor: tensors[0]!, labels: operands[0]! };
  for (let i = 1; i < tensors.length; i++) {
    const later = new Set([...operands.slice(i + 1).flat(), ...result]);
    current = multiply(current, { tensor: tensors[i]!, labels: operands[i]! }, later);
  }
  const reduced = sumOut(current, new Set(result));
  return permute(reduced, result);
}

function checkSizes(operands: Equation["operands"], tensors: readonly Tensor[]): void {
  const sizes = new Map<string, number>();
  operands.forEach((labels, i) => {
    labels.forEach((label, axis) => {
      const size = tensors[i]!.shape[axis]!;
      const known = sizes.get(label) ?? size;
      if (known !== size)
        throw new KernelError(
          `Cannot compute einsum: axis "${label}" must have one size, received ${known} and ${size}`,
        );
      sizes.set(label, size);
    });
  });
}

/** Sums over the axes whose letters are not in `wanted`. */
function sumOut({ tensor, labels }: Labelled, wanted: ReadonlySet<string>): Labelled {
  const axes = labels.flatMap((label, axis) => (wanted.has(label) ? [] : [axis]));
  if (axes.length === 0) return { tensor, labels };
  return { tensor: sum(tensor, axes), labels: labels.filter((label) => wanted.has(label)) };
}

/** Brings the axes into the order of `wanted`. */
function permute({ tensor, labels }: Labelled, wanted: readonly string[]): Tensor {
  const order = wanted.map((label) => labels.indexOf(label));
  return order.every((axis, i) => axis === i) ? tensor : transpose(tensor, order);
}

/** The product of two, summed over the letters that both have and nobody needs later. */
function multiply(first: Labelled, second: Labelled, later: ReadonlySet<string>): Labelled {
  const a = sumOut(first, new Set([...later, ...second.labels]));
  const b = sumOut(second, new Set([...later, ...first.labels]));
  const shared = a.labels.filter((label) => b.labels.includes(label));
  const batch = shared.filter((label) => later.has(label));
  const inner = shared.filter((label) => !later.has(label));
  const rows = a.labels.filter((label) => !shared.includes(label));
  const columns = b.labels.filter((label) => !shared.includes(label));
  const sizeOf = (label: string) =>
    a.labels.includes(label) ? a.tensor.shape[a.labels.indexOf(label)]! : b.tensor.shape[b.labels.indexOf(label)]!;
  const sizes = (labels: readonly string[]) => labels.map(sizeOf);
  const labels = [...batch, ...rows, ...columns];
  if (inner.length === 0) {
    const left = reshape(permute(a, [...batch, ...rows]), [...sizes(batch), ...sizes(rows), ...columns.map(() => 1)]);
    const right = reshape(permute(b, [...batch, ...columns]), [
      ...sizes(batch),
      ...rows.map(() => 1),
      ...sizes(columns),
    ]);
    return { tensor: mul(left, right), labels };
  }
  const matrix = ({ tensor, labels: own }: Labelled, top: readonly string[], bottom: readonly string[]) => {
    // already in the other order: the product can read it transposed
    const flipped = own.join() === [...batch, ...bottom, ...top].join();
    const [head, tail] = flipped ? [bottom, top] : [top, bottom];
    const ordered = permute({ tensor, labels: own }, [...batch, ...head, ...tail]);
    const area = (list: readonly string[]) => util.sizeFromShape(sizes(list));
    return { flipped, value: reshape(ordered, [area(batch), area(head), area(tail)]) };
  };
  const left = matrix(a, rows, inner);
  const right = matrix(b, inner, columns);
  return { tensor: reshape(matMul(left.value, right.value, left.flipped, right.flipped), sizes(labels)), labels };
}

/** Gradient for operand `index`: the result takes its place in the equation. */
export function contractGradient(
  { operands, result }: Equation,
  tensors: readonly Tensor[],
  index: number,
  dy: Tensor,
): Tensor {
  const own = operands[index]!;
  const others = operands.filter((_, i) => i !== index);
  const reachable = own.filter((label) => result.includes(label) || others.some((labels) => labels.includes(label)));
  const partial = contract({ operands: [result, ...others], result: reachable }, [
    dy,
    ...tensors.filter((_, i) => i !== index),
  ]);
  if (reachable.length === own.length) return partial;
  // axes that only this operand has were summed over: their gradient is the same everywhere
  const { shape } = tensors[index]!;
  return mul(
    reshape(
      partial,
      shape.map((size, axis) => (reachable.includes(own[axis]!) ? size : 1)),
    ),
    ones(shape),
  );
}
