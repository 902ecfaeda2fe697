// Functions of single floats, four at a time. Each has a loop of its own; the last one to three go through the same loop in
// scratch, so that every element has the same bits wherever a piece of the array ends.
import { elu4, erf4, gaussian4, gaussianApproximation4, selu4, sigmoid4, softplus4, tanh4 } from "./activation-math";
import { acosh4, asinh4, atanh4, cosh4, sinh4 } from "./hyperbolic";
import { acos4, asin4, atan4 } from "./inverse-trigonometry";
import { exp4, expm14, log1p4, log4 } from "./math";
import { cos4, sin4, tan4 } from "./trigonometry";

/** -1, 0 or 1; NaN stays. */
// @ts-ignore: decorator
@inline
function sign4(x: v128): v128 {
  const zero = f32x4.splat(0), one = f32x4.splat(1);
  const positive = v128.and(f32x4.gt(x, zero), one), negative = v128.and(f32x4.lt(x, zero), f32x4.neg(one));
  return v128.or(v128.or(positive, negative), f32x4.ne(x, x)); // all bits set are NaN
}

/** `y = f(x)` for whole vectors, `bytes` bytes of them; the numbers of the functions are those of `unaries` in src/functions.ts. */
function apply(kind: i32, x: usize, y: usize, bytes: usize): void {
  let o: usize = 0;
  switch (kind) {
    case 0: for (; o < bytes; o += 16) v128.store(y + o, exp4(v128.load(x + o))); break;
    case 1: for (; o < bytes; o += 16) v128.store(y + o, expm14(v128.load(x + o))); break;
    case 2: for (; o < bytes; o += 16) v128.store(y + o, log4(v128.load(x + o))); break;
    case 3: for (; o < bytes; o += 16) v128.store(y + o, log1p4(v128.load(x + o))); break;
    case 4: for (; o < bytes; o += 16) v128.store(y + o, sigmoid4(v128.load(x + o))); break;
    case 5: for (; o < bytes; o += 16) v128.store(y + o, tanh4(v128.load(x + o))); break;
    case 6: for (; o < bytes; o += 16) v128.store(y + o, erf4(v128.load(x + o))); break;
    case 7: for (; o < bytes; o += 16) v128.store(y + o, softplus4(v128.load(x + o))); break;
    case 8: for (; o < bytes; o += 16) v128.store(y + o, elu4(v128.load(x + o))); break;
    case 9: for (; o < bytes; o += 16) { const v = v128.load(x + o); v128.store(y + o, f32x4.mul(v, gaussian4(v))); } break;
    case 10: for (; o < bytes; o += 16) { const v = v128.load(x + o); v128.store(y + o, f32x4.mul(v, gaussianApproximation4(v))); } break;
    case 11: for (; o < bytes; o += 16) { const v = v128.load(x + o); v128.store(y + o, f32x4.mul(v, sigmoid4(v))); } break;
    case 12: for (; o < bytes; o += 16) v128.store(y + o, selu4(v128.load(x + o))); break;
    case 13: for (; o < bytes; o += 16) v128.store(y + o, sin4(v128.load(x + o))); break;
    case 14: for (; o < bytes; o += 16) v128.store(y + o, cos4(v128.load(x + o))); break;
    case 15: for (; o < bytes; o += 16) v128.store(y + o, tan4(v128.load(x + o))); break;
    case 16: for (; o < bytes; o += 16) v128.store(y + o, asin4(v128.load(x + o))); break;
    case 17: for (; o < bytes; o += 16) v128.store(y + o, acos4(v128.load(x + o))); break;
    case 18: for (; o < bytes; o += 16) v128.store(y + o, atan4(v128.load(x + o))); break;
    case 19: for (; o < bytes; o += 16) v128.store(y + o, sinh4(v128.load(x + o))); break;
    case 20: for (; o < bytes; o += 16) v128.store(y + o, cosh4(v128.load(x + o))); break;
    case 21: for (; o < bytes; o += 16) v128.store(y + o, asinh4(v128.load(x + o))); break;
    case 22: for (; o < bytes; o += 16) v128.store(y + o, acosh4(v128.load(x + o))); break;
    case 23: for (; o < bytes; o += 16) v128.store(y + o, atanh4(v128.load(x + o))); break;
    case 24: for (; o < bytes; o += 16) v128.store(y + o, f32x4.abs(v128.load(x + o))); break;
    case 25: for (; o < bytes; o += 16) v128.store(y + o, f32x4.neg(v128.load(x + o))); break;
    case 26: for (; o < bytes; o += 16) v128.store(y + o, f32x4.pmax(v128.load(x + o), f32x4.splat(0))); break;
    case 27: for (; o < bytes; o += 16) v128.store(y + o, f32x4.pmin(f32x4.pmax(v128.load(x + o), f32x4.splat(0)), f32x4.splat(6))); break;
    case 28: for (; o < bytes; o += 16) { const v = v128.load(x + o); v128.store(y + o, f32x4.mul(v, v)); } break;
    case 29: for (; o < bytes; o += 16) v128.store(y + o, f32x4.sqrt(v128.load(x + o))); break;
    case 30: for (; o < bytes; o += 16) v128.store(y + o, f32x4.div(f32x4.splat(1), f32x4.sqrt(v128.load(x + o)))); break;
    case 31: for (; o < bytes; o += 16) v128.store(y + o, f32x4.div(f32x4.splat(1), v128.load(x + o))); break;
    case 32: for (; o < bytes; o += 16) v128.store(y + o, f32x4.floor(v128.load(x + o))); break;
    case 33: for (; o < bytes; o += 16) v128.store(y + o, f32x4.ceil(v128.load(x + o))); break;
    case 34: for (; o < bytes; o += 16) v128.store(y + o, f32x4.nearest(v128.load(x + o))); break;
    case 35: for (; o < bytes; o += 16) v128.store(y + o, sign4(v128.load(x + o))); break;
    default: unreachable();
  }
}

/** Elements from..to of `y = f(x)`. Units: elements. */
export function unary(kind: i32, x: usize, y: usize, from: i32, to: i32, scratch: usize): void {
  x += <usize>from << 2; y += <usize>from << 2;
  const bytes = <usize>(to - from) << 2, whole = bytes & ~15;
  apply(kind, x, y, whole);
  if (whole == bytes) return;
  v128.store(scratch, f32x4.splat(0));
  memory.copy(scratch, x + whole, bytes - whole);
  apply(kind, scratch, scratch, 16);
  memory.copy(y + whole, scratch, bytes - whole);
}
