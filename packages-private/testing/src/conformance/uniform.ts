/** Numbers that a seed spreads over `[lo, hi)`, the same wherever they are made; whole ones for int32. */
export function hashed(
  count: number,
  { seed, lo, hi, dtype }: { readonly seed: number; readonly lo: number; readonly hi: number; readonly dtype: string },
): number[] {
  const whole = dtype === "int32";
  return Array.from({ length: count }, (_, i) => {
    const value = lo + ((hi - lo) * fmix32((i + 1000003 * seed) % 2 ** 32)) / 2 ** 32;
    return whole ? Math.floor(value) : Math.fround(value);
  });
}

/** The finalizer of MurmurHash3: every bit of the result depends on every bit of `h`. */
export function fmix32(h: number): number {
  let bits = h >>> 0;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}
