// Copies of slices by number, the forward pass of an embedding:
//
//   x[i]: `length` slices of `size` bytes      ids[i / outer]      y[i]: `count` slices
//
// The numbers are of one batch, for all of its outer positions, and were checked by the caller.

/** `y[u, j] = x[u, ids[j]]` for slices `u * count + j` in from..to. Units: slices. */
export function gather(count: i32, size: i32, length: i32, x: usize, ids: usize, y: usize, from: i32, to: i32, scratch: usize): void {
  let target = y + <usize>from * <usize>size;
  for (let i = from; i < to;) {
    const u = i / count, end = min(to, (u + 1) * count);
    const source = x + <usize>u * <usize>length * <usize>size;
    let id = ids + (<usize>(i - u * count) << 2);
    if (size == 4) for (; i < end; i++, target += 4, id += 4) store<i32>(target, load<i32>(source + (<usize>load<i32>(id) << 2)));
    else if (!(size & 15) && size <= 1024) {
      for (; i < end; i++, id += 4) {
        let p = source + <usize>load<i32>(id) * <usize>size;
        for (const stop = target + <usize>size; target < stop; target += 16, p += 16) v128.store(target, v128.load(p));
      }
    } else for (; i < end; i++, target += <usize>size, id += 4) memory.copy(target, source + <usize>load<i32>(id) * <usize>size, <usize>size);
  }
}
