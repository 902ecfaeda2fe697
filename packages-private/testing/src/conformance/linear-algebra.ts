import { NDArray } from "@hornbeam/core";
import type { Checks } from "./checks.ts";
import { compareTensor, describe, type Tolerance } from "./compare.ts";
import { Matrix } from "./matrix.ts";
import type { Case } from "./replay-case.ts";
import { toleranceOf } from "./tolerance.ts";
import { ComplexArray, decodeTensor, type EncodedTensor } from "./values.ts";

type Check = (
  checks: Checks,
  x: Matrix,
  parts: readonly unknown[],
  wanted: readonly unknown[],
  tolerance: Tolerance,
) => void;

/** Results that are determined up to a choice: what they must satisfy, instead of their numbers. */
export function checkDecomposition(checks: Checks, testCase: Case, args: readonly unknown[], result: unknown): void {
  const kind = String(testCase["check"]);
  if (kind === "argpartition") {
    checkPartition(checks, args, result);
    return;
  }
  const check = decompositions[kind];
  if (!check) {
    checks.fail(`the check "${kind}" is not known`);
    return;
  }
  const wanted = testCase["output"] as readonly unknown[];
  if (!Array.isArray(result) || result.length !== wanted.length) {
    checks.fail(`output: ${describe(result)}, wanted ${describe(wanted)}`);
    return;
  }
  shapesAgree(checks, result, wanted);
  if (checks.differences.length > 0) return;
  const x = args[0] as NDArray;
  const count = x.shape.slice(0, -2).reduce((all, size) => all * size, 1);
  const stored = wanted.map((part) => decodeTensor(part as EncodedTensor));
  for (let i = 0; i < count; i++) {
    const of = (part: unknown): unknown => slice(part as NDArray | ComplexArray, i, x.shape.length - 2);
    check(checks, Matrix.of(of(x)), result.map(of), stored.map(of), toleranceOf(testCase));
  }
}

function shapesAgree(checks: Checks, result: readonly unknown[], wanted: readonly unknown[]): void {
  const shapeOf = (part: unknown): unknown => {
    const array = part instanceof ComplexArray ? part.real : part;
    return array instanceof NDArray ? array.shape : null;
  };
  const stored = (part: unknown): unknown => {
    const { $complex, $tensor } = part as {
      $complex?: { real: { $tensor: { shape: unknown } } };
      $tensor?: { shape: unknown };
    };
    return ($complex?.real.$tensor ?? $tensor)?.shape;
  };
  checks.json("shapes", result.map(shapeOf), wanted.map(stored));
}

const decompositions: Readonly<Record<string, Check>> = {
  qr(checks, x, parts) {
    const [q, r] = parts.map(Matrix.of) as [Matrix, Matrix];
    near(checks, "q r", q.times(r), x);
    near(checks, "qᵀ q", q.adjoint().times(q), Matrix.identity(q.columns));
    checks.holds("r", r.isUpper(1e-5), "not upper triangular");
  },
  svd(checks, x, parts, wanted, tolerance) {
    const [u, , v] = parts.map(Matrix.of) as [Matrix, Matrix, Matrix];
    sameValues(checks, "s", parts[1], wanted[1], tolerance);
    const s = Matrix.diagonal(parts[1], u.columns, v.rows);
    near(checks, "u diag(s) v", u.times(s).times(v), x);
    near(checks, "uᵀ u", u.adjoint().times(u), Matrix.identity(u.columns));
    near(checks, "v vᵀ", v.times(v.adjoint()), Matrix.identity(v.rows));
  },
  eigh(checks, x, parts, wanted, tolerance) {
    const v = Matrix.of(parts[1]);
    sameValues(checks, "w", parts[0], wanted[0], tolerance);
    near(checks, "x v", x.times(v), v.times(Matrix.diagonal(parts[0], v.columns, v.columns)));
    near(checks, "vᵀ v", v.adjoint().times(v), Matrix.identity(v.columns));
  },
  eig(checks, x, parts, wanted) {
    const v = Matrix.of(parts[1]);
    const w = Matrix.diagonal(parts[0], v.columns, v.columns);
    near(checks, "x v", x.times(v), v.times(w));
    const lengths = v.columnLengths();
    checks.holds(
      "v",
      lengths.every((length) => Math.abs(length - 1) < 1e-4),
      `columns of length ${lengths.join(", ")}`,
    );
    checks.json("w", sorted(Matrix.of(parts[0])), sorted(Matrix.of(wanted[0])));
  },
};

/** The matrix or vector at a place of a batch. */
function slice(part: NDArray | ComplexArray, index: number, batchRank: number): NDArray | ComplexArray {
  if (part instanceof ComplexArray) {
    const [real, imag] = [part.real, part.imag].map((half) => slice(half, index, batchRank) as NDArray);
    return new ComplexArray(real!, imag!);
  }
  const shape = part.shape.slice(batchRank);
  const size = shape.reduce((all, one) => all * one, 1);
  return new NDArray(Float32Array.from(part.data as Float32Array).subarray(index * size, (index + 1) * size), shape);
}

function sameValues(checks: Checks, where: string, got: unknown, want: unknown, tolerance: Tolerance): void {
  const difference = compareTensor(where, got, want as NDArray, tolerance);
  if (difference !== undefined) checks.fail(difference);
}

/** Complex numbers in one order, cut to four digits. */
function sorted(values: Matrix): string[] {
  const word = (re: number, im: number): string => `${round(re)}${im < -5e-5 ? "-" : "+"}${round(Math.abs(im))}i`;
  return values
    .entries()
    .map(([re, im]) => word(re, im))
    .sort();
}
function round(value: number): string {
  const text = value.toFixed(4);
  return text === "-0.0000" ? "0.0000" : text;
}

function near(checks: Checks, where: string, got: Matrix, want: Matrix): void {
  const difference = got.distance(want);
  const allowed = 1e-4 * Math.max(1, want.largest());
  checks.holds(where, difference <= allowed, `off by ${difference} (within ${allowed})`);
}

function checkPartition(checks: Checks, args: readonly unknown[], result: unknown): void {
  const [x, kth] = args as [NDArray, number];
  const k = kth < 0 ? kth + x.size : kth;
  if (!(result instanceof NDArray) || result.shape.join() !== x.shape.join()) {
    checks.fail(`output: ${describe(result)}, wanted the shape [${x.shape.join(", ")}]`);
    return;
  }
  const order = Array.from(result.data as Int32Array);
  const values = order.map((i) => Number(x.data[i]));
  const seen = new Set(order);
  checks.holds("output", seen.size === x.size && order.every((i) => i >= 0 && i < x.size), "not a permutation");
  const pivot = values[k]!;
  const parted = values.every((value, i) => (i < k ? value <= pivot : value >= pivot));
  checks.holds("output", parted, `values before and after position ${k} are not parted: ${values.join(", ")}`);
}
