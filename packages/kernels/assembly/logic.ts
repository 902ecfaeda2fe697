// Element-wise logic of bools with broadcasting, rows and steps as in binary.ts. A bool is a byte, and what is not 0 is true;
// results are 0 or 1.

// @ts-ignore: decorator
@inline const AND: i32 = 0;
// @ts-ignore: decorator
@inline const OR: i32 = 1;
// @ts-ignore: decorator
@inline const XOR: i32 = 2;
/** Not a, whatever b is. */
// @ts-ignore: decorator
@inline const NOT: i32 = 3;

// @ts-ignore: decorator
@inline
function compute(op: i32, x: v128, y: v128): v128 {
  const zero = i8x16.splat(0), one = i8x16.splat(1);
  const a = i8x16.ne(x, zero), b = i8x16.ne(y, zero);
  if (op == AND) return v128.and(v128.and(a, b), one);
  if (op == OR) return v128.and(v128.or(a, b), one);
  if (op == XOR) return v128.and(v128.xor(a, b), one);
  return v128.andnot(one, a);
}

/** A row of `n` elements; `ia` and `ib` say whether an operand goes on (1) or stays (0). */
// @ts-ignore: decorator
@inline
function line(op: i32, a: usize, b: usize, y: usize, n: i32, ia: i32, ib: i32): void {
  const whole = n & ~15, stepA = <usize>ia, stepB = <usize>ib;
  let i = 0;
  if (ia && ib) for (; i < whole; i += 16) v128.store(y + <usize>i, compute(op, v128.load(a + <usize>i), v128.load(b + <usize>i)));
  else if (ia) for (; i < whole; i += 16) v128.store(y + <usize>i, compute(op, v128.load(a + <usize>i), v128.load8_splat(b)));
  else for (; i < whole; i += 16) v128.store(y + <usize>i, compute(op, v128.load8_splat(a), v128.load(b + <usize>i)));
  for (; i < n; i++) v128.store8_lane(y + <usize>i, compute(op, v128.load8_splat(a + <usize>i * stepA), v128.load8_splat(b + <usize>i * stepB)), 0);
}

/** Rows from..to of `y = a op b`, as binary.ts has them, an element being a byte. Units: rows. */
export function logic(op: i32, d1: i32, d2: i32, d3: i32, d4: i32, s0: i32, s1: i32, s2: i32, s3: i32, s4: i32,
  t0: i32, t1: i32, t2: i32, t3: i32, t4: i32, n: i32, ia: i32, ib: i32, a: usize, b: usize, y: usize, from: i32, to: i32, scratch: usize): void {
  for (let i = from; i < to; i++) {
    let rest = i;
    const k4 = rest % d4; rest /= d4;
    const k3 = rest % d3; rest /= d3;
    const k2 = rest % d2; rest /= d2;
    const k1 = rest % d1, k0 = rest / d1;
    const p = a + <usize>(k0 * s0 + k1 * s1 + k2 * s2 + k3 * s3 + k4 * s4), q = b + <usize>(k0 * t0 + k1 * t1 + k2 * t2 + k3 * t3 + k4 * t4);
    const target = y + <usize>(i * n);
    switch (op) {
      case AND: line(AND, p, q, target, n, ia, ib); break;
      case OR: line(OR, p, q, target, n, ia, ib); break;
      case XOR: line(XOR, p, q, target, n, ia, ib); break;
      default: line(NOT, p, q, target, n, ia, ib);
    }
  }
}
