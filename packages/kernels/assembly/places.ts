// Places in a tensor as numbers of its slices:
//
//   ids  [1, 2]     shape [3, 4, ..]       1 * 4 + 2 = 6

/** `y[i]` is the number of slice `ids[i, ..]`, `depth` indices of axes of sizes d0, d1, ..; -1 where one is outside. Units: places. */
export function places(depth: i32, d0: i32, d1: i32, d2: i32, d3: i32, d4: i32, d5: i32, ids: usize, y: usize, from: i32, to: i32, scratch: usize): void {
  store<i32>(scratch, d0); store<i32>(scratch, d1, 4); store<i32>(scratch, d2, 8);
  store<i32>(scratch, d3, 12); store<i32>(scratch, d4, 16); store<i32>(scratch, d5, 20);
  const end = scratch + (<usize>depth << 2);
  let id = ids + (<usize>from * <usize>depth << 2);
  for (let i = from; i < to; i++) {
    let place = 0, inside = true;
    for (let p = scratch; p < end; p += 4, id += 4) {
      const size = load<i32>(p), index = load<i32>(id);
      inside = inside && <u32>index < <u32>size;
      place = place * size + index;
    }
    store<i32>(y + (<usize>i << 2), inside ? place : -1);
  }
}
