import { fill } from "./fill";

/** Rows from..to of `depth` elements of `size` bytes, 4 or 1: the bits `on` at the row's id, `off` elsewhere. Units: rows. */
export function oneHot(depth: i32, on: i32, off: i32, size: i32, ids: usize, y: usize, from: i32, to: i32, scratch: usize): void {
  fill(off, size, y, from * depth, to * depth, scratch);
  for (let i = from; i < to; i++) {
    const id = load<i32>(ids + (<usize>i << 2)), p = y + (<usize>i * <usize>depth + <usize>id) * <usize>size;
    if (<u32>id >= <u32>depth) continue;
    if (size == 4) store<i32>(p, on);
    else store<u8>(p, <u8>on);
  }
}
