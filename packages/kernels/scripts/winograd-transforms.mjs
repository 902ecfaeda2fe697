// Writes the one-dimensional transforms of Winograd's convolutions as straight lines of vector code.
//
// With n points (the last at infinity) a correlation of n inputs d with a filter of r taps gives its m = n - r + 1 outputs as
//
//   y = Aᵀ [(G g) ⊙ (Bᵀ d)]        n products instead of m r; in two dimensions n² instead of m² r²
//
//   Bᵀ, n x n   row j: coefficients of Π (x - p_l) over l ≠ j; last row: over all l         `input`
//   G,  n x r   row j: p_j^i / Π (p_j - p_l); last row: 0 … 0 1                             `spread`
//   Aᵀ, m x n   column j: p_j^i; last column: 0 … 0 1                                       `collect`
//
// Bᵀ does not depend on r, so the gradient of a filter (r outputs of an m x m "filter") uses the same transform of the input.
// With `pair` a function works on eight channels, four and the four behind them, which an engine may join to vectors of 256 bits.
// Points 0, ±1, ±2 and, for n = 8, ±1/2: Bᵀ and Aᵀ are exact in float32, and a pair ±p shares its even and its odd part.

const points = { 6: [0, 1, -1, 2, -2], 8: [0, 1, -1, 2, -2, 0.5, -0.5] };

/** Coefficients, lowest power first, of the product of (x - root). */
function polynomial(roots) {
  let product = [1];
  for (const root of roots) product = [0, ...product].map((up, i) => up - root * (product[i] ?? 0));
  return product;
}

function matrices(n, r) {
  const p = points[n];
  const others = (j) => p.filter((_, l) => l !== j);
  const weight = (j) => others(j).reduce((product, q) => product * (p[j] - q), 1);
  const powers = (x, count) => Array.from({ length: count }, (_, i) => x ** i);
  const unit = (count) => Array.from({ length: count }, (_, i) => (i === count - 1 ? 1 : 0));
  const columns = [...p.map((x) => powers(x, n - r + 1)), unit(n - r + 1)];
  return {
    input: [...p.map((_, j) => [...polynomial(others(j)), 0]), polynomial(p)],
    spread: [...p.map((x, j) => powers(x, r).map((power) => power / weight(j))), unit(r)],
    collect: columns[0].map((_, i) => columns.map((column) => column[i])),
  };
}

/** Writes code; constants are read from a table in memory, as V8 would build each from two general registers at every use. */
function writer() {
  const table = [];
  const constant = (value) => {
    if (!table.includes(value)) table.push(value);
    return `v128.load_splat<f32>(k, ${4 * table.indexOf(value)})`;
  };
  /** The sum of coefficient times variable, as an expression. */
  const sum = (terms) => {
    const kept = terms.filter(([c]) => c !== 0);
    if (kept.length === 0) return "f32x4.splat(0)";
    const at = Math.max(
      0,
      kept.findIndex(([c]) => c === 1),
    );
    const [[c, first], ...rest] = [kept[at], ...kept.filter((_, i) => i !== at)];
    return rest.reduce(
      (text, [c, x]) =>
        c === 1
          ? `f32x4.add(${text}, ${x})`
          : c === -1
            ? `f32x4.sub(${text}, ${x})`
            : `madd(${x}, ${constant(c)}, ${text})`,
      c === 1 ? first : `f32x4.mul(${first}, ${constant(c)})`,
    );
  };
  /** What is computed of the second four channels, whose variables have an h behind their names. */
  const second = (text) => text.replace(/\b([xeoab]\d)\b/g, "$1h");
  const define = (name, value) => `  const ${name} = ${value}, ${name}h = pair ? ${second(value)} : ${name};`;
  const load = (count) =>
    Array.from(
      { length: count },
      (_, i) =>
        `  const x${i} = v128.load(s), x${i}h = pair ? v128.load(s, 16) : x${i};${i < count - 1 ? " s += ss;" : ""}`,
    );
  const put = (values) =>
    values.map(
      (value, i) =>
        `  v128.store(d, ${value}); if (pair) v128.store(d, ${second(value)}, 16);${i < values.length - 1 ? " d += ds;" : ""}`,
    );
  const body = (name, what, lines) => `/** ${what} */
// @ts-ignore: decorator
@inline
export function ${name}(pair: bool, s: usize, ss: usize, d: usize, ds: usize, k: usize): void {
${lines.join("\n")}
}
`;

  /** Rows of points ±p are even part plus and minus odd part. */
  const byRows = (name, what, matrix, n) => {
    const x = matrix[0].map((_, i) => `x${i}`);
    const lines = load(x.length);
    const values = [];
    points[n].forEach((p, j) => {
      if (p === 0) values.push(sum(matrix[j].map((c, i) => [c, x[i]])));
      if (p <= 0) return;
      const [plus, minus] = [matrix[j], matrix[j + 1]];
      const half = (sign) => sum(plus.map((c, i) => [(c + sign * minus[i]) / 2, x[i]]));
      lines.push(define(`e${j}`, half(1)), define(`o${j}`, half(-1)));
      values.push(`f32x4.add(e${j}, o${j})`, `f32x4.sub(e${j}, o${j})`);
    });
    values.push(sum(matrix.at(-1).map((c, i) => [c, x[i]])));
    return body(name, what, [...lines, ...put(values)]);
  };

  /** Columns of points ±p: even rows see the sum of the two, odd rows the difference. */
  const byColumns = (name, what, matrix, n) => {
    const lines = load(n);
    const pairs = points[n].flatMap((p, j) => (p > 0 ? [j] : []));
    for (const j of pairs)
      lines.push(define(`a${j}`, `f32x4.add(x${j}, x${j + 1})`), define(`b${j}`, `f32x4.sub(x${j}, x${j + 1})`));
    const values = matrix.map((row, i) =>
      sum([[row[0], "x0"], ...pairs.map((j) => [row[j], `${i % 2 ? "b" : "a"}${j}`]), [row.at(-1), `x${n - 1}`]]),
    );
    return body(name, what, [...lines, ...put(values)]);
  };
  return { table, byRows, byColumns };
}

/** The text of the AssemblyScript file with the transforms. */
export function winogradTransforms() {
  const { table, byRows, byColumns } = writer();
  const functions = [6, 8].flatMap((n) => {
    const taps = n - 3;
    return [
      byRows(`input${n}`, `${n} inputs to ${n} points.`, matrices(n, taps).input, n),
      ...[taps, 4].map((r) => byRows(`spread${r}to${n}`, `${r} taps to ${n} points.`, matrices(n, r).spread, n)),
      ...[taps, 4].map((r) =>
        byColumns(`collect${n}to${n - r + 1}`, `${n} points to ${n - r + 1} outputs.`, matrices(n, r).collect, n),
      ),
    ];
  });
  return `// Written by scripts/winograd-transforms.mjs.
import { madd } from "../assembly/simd";

/** Bytes of the table of constants. */
// @ts-ignore: decorator
@inline export const CONSTANTS: usize = ${(4 * table.length + 63) & ~63};

/** Writes the table of constants, which the transforms read at \`k\`. */
export function writeConstants(k: usize): void {
${table.map((value, i) => `  store<f32>(k, <f32>${value}, ${4 * i});`).join("\n")}
}

${functions.join("\n")}`;
}
