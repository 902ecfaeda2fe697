import { NDArray } from "@hornbeam/core";
import type { Checks } from "./checks.ts";
import { describe } from "./compare.ts";
import { Matrix } from "./matrix.ts";
import type { Case } from "./replay-case.ts";
import { toleranceOf } from "./tolerance.ts";
import { ComplexArray } from "./values.ts";

type Check = (checks: Checks, x: Matrix, parts: readonly unknown[], testCase: Case) => void;

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
  if (checks.differences.length === 0) check(checks, Matrix.of(args[0]), result, testCase);
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
  svd(checks, x, parts, testCase) {
    const [u, , v] = parts.map(Matrix.of) as [Matrix, Matrix, Matrix];
    const wanted = testCase["output"] as readonly unknown[];
    checks.structure("s", parts[1], wanted[1], toleranceOf(testCase));
    const s = Matrix.diagonal(parts[1], u.columns, v.rows);
    near(checks, "u diag(s) v", u.times(s).times(v), x);
    near(checks, "uᵀ u", u.adjoint().times(u), Matrix.identity(u.columns));
    near(checks, "v vᵀ", v.times(v.adjoint()), Matrix.identity(v.rows));
  },
  eigh(checks, x, parts, testCase) {
    const v = Matrix.of(parts[1]);
    const wanted = testCase["output"] as readonly unknown[];
    checks.structure("w", parts[0], wanted[0], toleranceOf(testCase));
    near(checks, "x v", x.times(v), v.times(Matrix.diagonal(parts[0], v.columns, v.columns)));
    near(checks, "vᵀ v", v.adjoint().times(v), Matrix.identity(v.columns));
  },
  eig(checks, x, parts, testCase) {
    const v = Matrix.of(parts[1]);
    const w = Matrix.diagonal(parts[0], v.columns, v.columns);
    near(checks, "x v", x.times(v), v.times(w));
    const lengths = v.columnLengths();
    checks.holds(
      "v",
      lengths.every((length) => Math.abs(length - 1) < 1e-4),
      `columns of length ${lengths.join(", ")}`,
    );
    checks.json("w", sorted(Matrix.of(parts[0])), sorted(Matrix.of((testCase["output"] as unknown[])[0])));
  },
};

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
  const [x, k] = args as [NDArray, number];
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
