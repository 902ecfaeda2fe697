// Writes the register tiles: AssemblyScript cannot loop over local variables, and only local variables become registers.
//
//   rowsByMxN  C[M x N] = A B with A contiguous in k and B a packed panel; `segments` runs of `length`
//   rowsPackingByMxN  the same on N columns of B where they are, which it packs on the way
//   colsByMxN  C[M x N] = A B with A contiguous in i and B any matrix; after each run A and B jump
//   stackByMxN  `count` tiles, one below the other, for one panel of B: short products (k of 16, say) in one call
//
// A tile of 16 columns takes two panels of 8, `gap` bytes apart. Its 24 vectors are registers where an engine makes one of 256 bits
// of two neighbours, see width.ts.
//
// One k step a turn of the loop: V8 unrolls it and keeps the order. Unrolled here, the optimizer turned the additions to one
// accumulator into a single chain, which halved the speed.

const counted = (n, write, between = " ") => Array.from({ length: n }, (_, i) => write(i)).join(between);

/** Operands with the offset of vector `q` of a panel: columns 8 to 15 are in the next. */
const inPanels = (name, next) => (q) => `${q < 2 ? name : next}, ${16 * (q % 2)}`;

/** What sets the kinds of tile apart: parameters, what comes before the loops, what a step reads besides, and how A and B go on. */
const kinds = {
  rows: {
    parameters: "length: i32, segments: i32, a: usize, lda: usize, segment: usize, b: usize, GAP, C, last: i32",
    begin: (rows, wide) =>
      `${rowPointers(rows)} const jump = segment - (<usize>length << 2);${wide ? " let nextB = b + gap;" : ""}`,
    factor: (i) => `a${i}`,
    read: inPanels("b", "nextB"),
    step: (rows, wide) => `${nextInRows(rows)} b += 32;${wide ? " nextB += 32;" : ""}`,
    jump: (rows) => counted(rows, (i) => `a${i} += jump;`),
  },
  rowsPacking: {
    parameters: "length: i32, a: usize, lda: usize, b: usize, stepB: usize, panel: usize, GAP, C, last: i32",
    begin: (rows, wide) => `${rowPointers(rows)} const segments = 1;${wide ? " let nextPanel = panel + gap;" : ""}`,
    seen: (vectors) =>
      counted(vectors, (q) => `v128.store(${inPanels("panel", "nextPanel")(q).replace(",", `, b${q},`)});`),
    factor: (i) => `a${i}`,
    read: (q) => `b, ${16 * q}`,
    step: (rows, wide) => `${nextInRows(rows)} b += stepB; panel += 32;${wide ? " nextPanel += 32;" : ""}`,
    jump: () => "",
  },
  cols: {
    parameters:
      "length: i32, segments: i32, a: usize, stepA: usize, jumpA: usize, b: usize, stepB: usize, jumpB: usize, GAP, C",
    begin: (_, wide) => (wide ? "let nextB = b + gap;" : ""),
    factor: (i) => `a, ${4 * i}`,
    read: inPanels("b", "nextB"),
    step: (_, wide) => `a += stepA; b += stepB;${wide ? " nextB += stepB;" : ""}`,
    jump: (_, wide) => `a += jumpA; b += jumpB;${wide ? " nextB += jumpB;" : ""}`,
  },
};
const rowPointers = (rows) => counted(rows, (i) => `let a${i} = a + <usize>min(${i}, last) * lda;`);
const nextInRows = (rows) => counted(rows, (i) => `a${i} += 4;`);
const result = "c: usize, ldc: usize, bias: usize, flags: i32";

function tile(kind, rows, columns) {
  const { parameters, begin, seen, factor, read, step, jump } = kinds[kind];
  const vectors = columns / 4;
  const wide = columns === 16;
  const given = parameters.replace("C", result).replace("GAP, ", wide ? "gap: usize, " : "");
  const product = (i) =>
    `x = v128.load_splat<f32>(${factor(i)}); ${counted(vectors, (q) => `c${i}${q} = madd(x, b${q}, c${i}${q});`)}`;
  return `export function ${kind}By${rows}x${columns}(${given}): void {
  ${counted(rows, (i) => `let ${counted(vectors, (q) => `c${i}${q} = f32x4.splat(0)`, ", ")};`)}
  let ${counted(vectors, (q) => `b${q}: v128`, ", ")}, x: v128;
  ${begin(rows, wide)}
  for (let s = 0; s < segments; s++) {
    for (let k = length; k > 0; k--) {
      ${counted(vectors, (q) => `b${q} = v128.load(${read(q)});`)} ${seen ? seen(vectors) : ""}
      ${counted(rows, product, "\n      ")}
      ${step(rows, wide)}
    }
    ${jump(rows, wide)}
  }
  ${ending(rows, vectors)}
}
`;
}

/** Flags for the whole tile at once, so that none is asked for each vector; they mean what they do in `put` of assembly/simd.ts; with GATE `bias` is the way from C to the results. */
function ending(rows, vectors) {
  const each = (write) => counted(rows, (i) => counted(vectors, (q) => write(`c${i}${q}`, q)), "\n    ");
  const row = (write, start = "c") =>
    `let p = ${start};\n    ${counted(rows, (i) => counted(vectors, (q) => write(`c${i}${q}`, `p, ${16 * q}`)), " p += ldc;\n    ")}`;
  return `if (flags & DESCEND) {
    b0 = v128.load_splat<f32>(bias);
    ${row((sum, at) => `${sum} = madd(${sum}, b0, v128.load(${at}));`)}
  }
  if (flags & ACCUMULATE) {
    ${row((sum, at) => `${sum} = f32x4.add(${sum}, v128.load(${at}));`)}
  }
  if (flags & GATE) {
    b0 = f32x4.splat(0);
    ${row((sum, at) => `${sum} = v128.and(${sum}, f32x4.gt(v128.load(${at}), b0));`, "c + bias")}
    if (flags & RELU6) {
      b0 = f32x4.splat(6);
      ${row((sum, at) => `${sum} = v128.and(${sum}, f32x4.lt(v128.load(${at}), b0));`, "c + bias")}
    }
    flags = 0;
  }
  if (flags & BIAS) {
    ${counted(vectors, (q) => `b${q} = v128.load(bias, ${16 * q});`)}
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
  ${counted(rows, (i) => counted(vectors, (q) => `v128.store(c, c${i}${q}, ${16 * q});`), " c += ldc;\n  ")}`;
}

function stack(rows, columns) {
  const vectors = columns / 4;
  const wide = columns === 16;
  const each = (write, between) => counted(rows, write, between);
  const accumulators = (i, write) => counted(vectors, (q) => write(`c${i}${q}`, q));
  return `export function stackBy${rows}x${columns}(count: i32, length: i32, a: usize, lda: usize, panel: usize, ${wide ? "gap: usize, " : ""}c: usize, ldc: usize): void {
  for (; count > 0; count--) {
    ${each((i) => accumulators(i, (name) => `let ${name} = f32x4.splat(0);`))}
    ${each((i) => `let a${i} = a + ${i} * lda;`)}
    let b = panel;${wide ? " let nextB = panel + gap;" : ""}
    for (let k = length; k > 0; k--) {
      ${counted(vectors, (q) => `const b${q} = v128.load(${inPanels("b", "nextB")(q)});`)}
      let x: v128;
      ${each((i) => `x = v128.load_splat<f32>(a${i}); ${accumulators(i, (name, q) => `${name} = madd(x, b${q}, ${name});`)}`, "\n      ")}
      ${each((i) => `a${i} += 4;`)} b += 32;${wide ? " nextB += 32;" : ""}
    }
    ${each((i) => `${accumulators(i, (name, q) => `v128.store(c, ${name}, ${16 * q});`)} c += ldc;`, "\n    ")}
    a += ${rows} * lda;
  }
}
`;
}

/** The text of the AssemblyScript file with the register tiles. */
export function microKernels() {
  const sizes = [6, 5, 4].flatMap((rows) => [16, 8].map((columns) => [rows, columns]));
  const tiles = Object.keys(kinds).flatMap((kind) => sizes.map(([rows, columns]) => tile(kind, rows, columns)));
  const stacks = [stack(6, 16), ...[6, 5].flatMap((rows) => [8, 4].map((columns) => stack(rows, columns)))];
  return `// Written by scripts/micro-kernels.mjs.\nimport { ACCUMULATE, BIAS, DESCEND, GATE, madd, RELU, RELU6 } from "../assembly/simd";\n\n${[...tiles, ...stacks].join("\n")}`;
}
