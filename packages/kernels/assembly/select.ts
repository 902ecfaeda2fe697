// y = condition ? a : b, the conditions bytes, 0 or 1.

/**
 * Elements from..to, of `size` bytes, 4 or 1. `ia` and `ib` say whether an operand goes on (1) or is one element for all (0); where both
 * go on, a condition decides over `run` elements. Units: elements.
 */
export function select(run: i32, size: i32, ia: i32, ib: i32, condition: usize, a: usize, b: usize, y: usize, from: i32, to: i32, scratch: usize): void {
  if (run > 1) {
    for (let i = from; i < to;) {
      const place = i / run, end = min(to, (place + 1) * run), at = <usize>i * <usize>size;
      memory.copy(y + at, (load<u8>(condition + <usize>place) ? a : b) + at, <usize>(end - i) * <usize>size);
      i = end;
    }
    return;
  }
  let i = from;
  if (size == 1) {
    const one = v128.load8_splat(a), other = v128.load8_splat(b);
    for (; i + 16 <= to; i += 16) {
      const p = <usize>i, mask = i8x16.ne(v128.load(condition + p), i8x16.splat(0));
      v128.store(y + p, v128.bitselect(ia ? v128.load(a + p) : one, ib ? v128.load(b + p) : other, mask));
    }
    for (; i < to; i++) store<u8>(y + <usize>i, load<u8>(load<u8>(condition + <usize>i) ? a + <usize>(i * ia) : b + <usize>(i * ib)));
    return;
  }
  const zero = i32x4.splat(0), one = v128.load32_splat(a), other = v128.load32_splat(b);
  for (; i + 4 <= to; i += 4) {
    const bytes = v128.load32_zero(condition + <usize>i), p = <usize>i << 2;
    const wide = i16x8.extend_low_i8x16_u(bytes);
    const mask = i32x4.ne(i32x4.extend_low_i16x8_u(wide), zero);
    v128.store(y + p, v128.bitselect(ia ? v128.load(a + p) : one, ib ? v128.load(b + p) : other, mask));
  }
  for (; i < to; i++) {
    const p = <usize>i << 2;
    store<i32>(y + p, load<i32>(load<u8>(condition + <usize>i) ? a + p * <usize>ia : b + p * <usize>ib));
  }
}
