// Writes the register tiles: AssemblyScript cannot loop over local variables, and only local variables become registers.
//
//   rowsByM  C[M x 8] = A B with A contiguous in k and B a packed panel; `segments` runs of `length`
//   rowsPackingByM  the same on eight columns of B where they are, which it packs on the way
//   colsByM  C[M x 8] = A B with A contiguous in i and B any matrix; after each run A and B jump
//   stackByMxN  `count` tiles of M x N (8 or 4 columns), one below the other, for one panel of B: short products (k of 16, say)
//            in one call
//
// One k step a turn of the loop: V8 unrolls it and keeps the order. Unrolled here, the optimizer turned the additions to one
// accumulator into a single chain, which halved the speed.

const counted = (n, write, between = " ") => Array.from({ length: n }, (_, i) => write(i)).join(between);

/** What sets the kinds of tile apart: parameters, what comes before the loops, what a step reads besides, and how A and B go on. */
const kinds = {
  rows: {
    parameters: "length: i32, segments: i32, a: usize, lda: usize, segment: usize, b: usize, C, last: i32",
    begin: (rows) => `${rowPointers(rows)} const jump = segment - (<usize>length << 2);`,
    factor: (i) => `a${i}`,
    step: (rows) => `${nextInRows(rows)} b += 32;`,
    jump: (rows) => counted(rows, (i) => `a${i} += jump;`),
  },
  rowsPacking: {
    parameters: "length: i32, a: usize, lda: usize, b: usize, stepB: usize, panel: usize, C, last: i32",
    begin: (rows) => `${rowPointers(rows)} const segments = 1;`,
    seen: "v128.store(panel, b0); v128.store(panel, b1, 16);",
    factor: (i) => `a${i}`,
    step: (rows) => `${nextInRows(rows)} b += stepB; panel += 32;`,
    jump: () => "",
  },
  cols: {
    parameters:
      "length: i32, segments: i32, a: usize, stepA: usize, jumpA: usize, b: usize, stepB: usize, jumpB: usize, C",
    begin: () => "",
    factor: (i) => `a, ${4 * i}`,
    step: () => "a += stepA; b += stepB;",
    jump: () => "a += jumpA; b += jumpB;",
  },
};
const rowPointers = (rows) => counted(rows, (i) => `let a${i} = a + <usize>min(${i}, last) * lda;`);
const nextInRows = (rows) => counted(rows, (i) => `a${i} += 4;`);
const result = "c: usize, ldc: usize, bias: usize, flags: i32";

function tile(kind, rows) {
  const { parameters, begin, seen = "", factor, step, jump } = kinds[kind];
  const product = (i) =>
    `x = v128.load_splat<f32>(${factor(i)}); c${i}0 = madd(x, b0, c${i}0); c${i}1 = madd(x, b1, c${i}1);`;
  return `export function ${kind}By${rows}(${parameters.replace("C", result)}): void {
  ${counted(rows, (i) => `let c${i}0 = f32x4.splat(0), c${i}1 = f32x4.splat(0);`)}
  let b0: v128, b1: v128, x: v128;
  ${begin(rows)}
  for (let s = 0; s < segments; s++) {
    for (let k = length; k > 0; k--) {
      b0 = v128.load(b); b1 = v128.load(b, 16); ${seen}
      ${counted(rows, product, "\n      ")}
      ${step(rows)}
    }
    ${jump(rows)}
  }
  ${ending(rows)}
}
`;
}

/** Flags for the whole tile at once, so that none is asked for each vector; they mean what they do in `put` of assembly/simd.ts. */
function ending(rows) {
  const each = (write) => counted(rows, (i) => `${write(`c${i}0`, 0)} ${write(`c${i}1`, 1)}`, "\n    ");
  const row = (write) =>
    `let p = c;\n    ${counted(rows, (i) => `${write(`c${i}0`, "p")} ${write(`c${i}1`, "p, 16")}`, " p += ldc;\n    ")}`;
  return `if (flags & DESCEND) {
    b0 = v128.load_splat<f32>(bias);
    ${row((sum, at) => `${sum} = madd(${sum}, b0, v128.load(${at}));`)}
  }
  if (flags & ACCUMULATE) {
    ${row((sum, at) => `${sum} = f32x4.add(${sum}, v128.load(${at}));`)}
  }
  if (flags & BIAS) {
    b0 = v128.load(bias); b1 = v128.load(bias, 16);
    ${each((sum, q) => `${sum} = f32x4.add(${sum}, b${q});`)}
  }
  if (flags & (RELU | RELU6)) {
    b0 = f32x4.splat(0);
    ${each((sum) => `${sum} = f32x4.pmax(${sum}, b0);`)}
  }
  if (flags & RELU6) {
    b0 = f32x4.splat(6);
    ${each((sum) => `${sum} = f32x4.pmin(${sum}, b0);`)}
  }
  ${counted(rows, (i) => `v128.store(c, c${i}0); v128.store(c, c${i}1, 16);`, " c += ldc;\n  ")}`;
}

function stack(rows, columns) {
  const vectors = columns / 4;
  const each = (write, between) => counted(rows, write, between);
  const accumulators = (i, write) => counted(vectors, (q) => write(`c${i}${q}`, q));
  return `export function stackBy${rows}x${columns}(count: i32, length: i32, a: usize, lda: usize, panel: usize, c: usize, ldc: usize): void {
  for (; count > 0; count--) {
    ${each((i) => accumulators(i, (name) => `let ${name} = f32x4.splat(0);`))}
    ${each((i) => `let a${i} = a + ${i} * lda;`)}
    let b = panel;
    for (let k = length; k > 0; k--) {
      ${counted(vectors, (q) => `const b${q} = v128.load(b, ${16 * q});`)}
      let x: v128;
      ${each((i) => `x = v128.load_splat<f32>(a${i}); ${accumulators(i, (name, q) => `${name} = madd(x, b${q}, ${name});`)}`, "\n      ")}
      ${each((i) => `a${i} += 4;`)} b += 32;
    }
    ${each((i) => `${accumulators(i, (name, q) => `v128.store(c, ${name}, ${16 * q});`)} c += ldc;`, "\n    ")}
    a += ${rows} * lda;
  }
}
`;
}

/** The text of the AssemblyScript file with the register tiles. */
export function microKernels() {
  const stacks = [6, 5].flatMap((rows) => [8, 4].map((columns) => stack(rows, columns)));
  const tiles = Object.keys(kinds).flatMap((kind) => [6, 5, 4].map((rows) => tile(kind, rows)));
  return `// Written by scripts/micro-kernels.mjs.\nimport { ACCUMULATE, BIAS, DESCEND, madd, RELU, RELU6 } from "../assembly/simd";\n\n${[...tiles, ...stacks].join("\n")}`;
}
