// Backward through functions of single floats: `dx = dy f'(v)` in one pass, where v is what the derivative is said by most
// easily, the function's result (sigmoid, tanh, elu) or its argument (the others). Ends of arrays as in unary.ts.
import { gaussian4, sigmoid4, sigmoidSlope, tanhSlope } from "./activation-math";
import { expNormal4 } from "./math";
import { madd } from "./simd";

/** `2/√π e^(-x²)`. */
// @ts-ignore: decorator
@inline
function erfSlope(x: v128): v128 {
  return f32x4.mul(expNormal4(f32x4.neg(f32x4.mul(x, x))), f32x4.splat(1.1283792));
}

/** 1 above 0, `y + 1` below. */
// @ts-ignore: decorator
@inline
function eluSlope(y: v128): v128 {
  return v128.bitselect(f32x4.splat(1), f32x4.add(y, f32x4.splat(1)), f32x4.gt(y, f32x4.splat(0)));
}

/** `Φ(x) + x φ(x)`, with the density φ. */
// @ts-ignore: decorator
@inline
function geluSlope(x: v128): v128 {
  const density = f32x4.mul(expNormal4(f32x4.mul(f32x4.mul(x, x), f32x4.splat(-0.5))), f32x4.splat(0.39894228));
  return madd(x, density, gaussian4(x));
}

/** `s + x s (1 - s) u'` where `s = sigmoid(u)`, `u = x (1.5957691 + 0.071354814 x²)`. */
// @ts-ignore: decorator
@inline
function geluApproximationSlope(x: v128): v128 {
  const z = f32x4.mul(x, x);
  const s = sigmoid4(f32x4.mul(x, madd(z, f32x4.splat(0.071354814), f32x4.splat(1.5957691))));
  const inner = f32x4.mul(x, madd(z, f32x4.splat(0.21406444), f32x4.splat(1.5957691)));
  return madd(inner, sigmoidSlope(s), s);
}

/** `s (1 + x (1 - s))`, `s = sigmoid(x)`. */
// @ts-ignore: decorator
@inline
function siluSlope(x: v128): v128 {
  const s = sigmoid4(x);
  return madd(x, sigmoidSlope(s), s);
}

/** `dx = dy f'(v)` for whole vectors; the numbers of the functions are those of `unaries` in src/functions.ts. */
function apply(kind: i32, dy: usize, v: usize, dx: usize, bytes: usize): void {
  let o: usize = 0;
  switch (kind) {
    case 4: for (; o < bytes; o += 16) v128.store(dx + o, f32x4.mul(v128.load(dy + o), sigmoidSlope(v128.load(v + o)))); break;
    case 5: for (; o < bytes; o += 16) v128.store(dx + o, f32x4.mul(v128.load(dy + o), tanhSlope(v128.load(v + o)))); break;
    case 6: for (; o < bytes; o += 16) v128.store(dx + o, f32x4.mul(v128.load(dy + o), erfSlope(v128.load(v + o)))); break;
    case 7: for (; o < bytes; o += 16) v128.store(dx + o, f32x4.mul(v128.load(dy + o), sigmoid4(v128.load(v + o)))); break;
    case 8: for (; o < bytes; o += 16) v128.store(dx + o, f32x4.mul(v128.load(dy + o), eluSlope(v128.load(v + o)))); break;
    case 9: for (; o < bytes; o += 16) v128.store(dx + o, f32x4.mul(v128.load(dy + o), geluSlope(v128.load(v + o)))); break;
    case 10: for (; o < bytes; o += 16) v128.store(dx + o, f32x4.mul(v128.load(dy + o), geluApproximationSlope(v128.load(v + o)))); break;
    case 11: for (; o < bytes; o += 16) v128.store(dx + o, f32x4.mul(v128.load(dy + o), siluSlope(v128.load(v + o)))); break;
    default: unreachable();
  }
}

/** Elements from..to of `dx = dy f'(v)`. Units: elements. */
export function unaryGradient(kind: i32, dy: usize, v: usize, dx: usize, from: i32, to: i32, scratch: usize): void {
  const start = <usize>from << 2, bytes = <usize>(to - from) << 2, whole = bytes & ~15;
  dy += start; v += start; dx += start;
  apply(kind, dy, v, dx, whole);
  if (whole == bytes) return;
  v128.store(scratch, f32x4.splat(0));
  v128.store(scratch, f32x4.splat(0), 16);
  memory.copy(scratch, dy + whole, bytes - whole);
  memory.copy(scratch + 16, v + whole, bytes - whole);
  apply(kind, scratch, scratch + 16, scratch, 16);
  memory.copy(dx + whole, scratch, bytes - whole);
}
