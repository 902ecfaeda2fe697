// Whether numbers of slices are all in [0, length), in parts.

/** `found[p]` is not 0 where part p of `count` ids has one outside. Units: parts. */
export function outside(count: i32, parts: i32, length: i32, ids: usize, found: usize, from: i32, to: i32, scratch: usize): void {
  const size = (count + parts - 1) / parts, bound = i32x4.splat(length);
  for (let part = from; part < to; part++) {
    let i = min(count, part * size), any = i32x4.splat(0);
    const end = min(count, i + size);
    for (; i + 4 <= end; i += 4) any = v128.or(any, i32x4.ge_u(v128.load(ids + (<usize>i << 2)), bound));
    for (; i < end; i++) any = v128.or(any, i32x4.ge_u(v128.load32_splat(ids + (<usize>i << 2)), bound));
    store<i32>(found + (<usize>part << 2), i32(v128.any_true(any)));
  }
}
