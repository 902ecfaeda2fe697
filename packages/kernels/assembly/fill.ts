/** Elements from..to of `size` bytes, 1 or 4, set to the bits of `value`. Units: elements. */
export function fill(value: i32, size: i32, y: usize, from: i32, to: i32, scratch: usize): void {
  if (size == 1) {
    memory.fill(y + <usize>from, <u8>value, <usize>(to - from));
    return;
  }
  const end = y + (<usize>to << 2), four = i32x4.splat(value);
  let p = y + (<usize>from << 2);
  for (; p + 16 <= end; p += 16) v128.store(p, four);
  for (; p < end; p += 4) store<i32>(p, value);
}
