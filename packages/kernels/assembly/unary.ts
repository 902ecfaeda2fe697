// Functions of single floats, four at a time. Each has a loop of its own; the last one to three go through the same loop in
// scratch, so that every element has the same bits wherever a piece of the array ends.
import { elu4, erf4, gaussian4, gaussianApproximation4, sigmoid4, softplus4, tanh4 } from "./activation-math";
import { exp4, expm14, log1p4, log4 } from "./math";

/** `y = f(x)` for whole vectors, `bytes` bytes of them; the numbers of the functions are those of `unaries` in src/abi.ts. */
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
