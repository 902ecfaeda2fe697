// Copies of slices by number, the forward pass of an embedding:
//
//   x[i]: `length` slices of `size` bytes      ids[i / outer]      y[i]: `count` slices
//
// One pair of (batch, outer axis) at a time; the numbers were checked by the caller.

/** `y[u, j] = x[u, ids[j]]` for u in from..to, `count` slices each. Units: pairs of batch and outer axis (the ids are of one batch). */
export function gather(count: i32, size: i32, length: i32, x: usize, ids: usize, y: usize, from: i32, to: i32, scratch: usize): void {
  for (let u = from; u < to; u++) {
    const source = x + <usize>u * <usize>length * <usize>size;
    let target = y + <usize>u * <usize>count * <usize>size;
    for (let j = 0; j < count; j++, target += <usize>size) {
      const slice = source + <usize>load<i32>(ids + (<usize>j << 2)) * <usize>size;
      if (size == 4) store<i32>(target, load<i32>(slice));
      else memory.copy(target, slice, <usize>size);
    }
  }
}
