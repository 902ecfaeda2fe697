// The second half of column-moments.ts: what its parts say together.

/** Mean and variance of columns from..to, of their parts in order. Units: columns. */
export function joinMoments(rows: i32, columns: i32, parts: i32, x: usize, moments: usize, mean: usize, variance: usize, from: i32, to: i32, scratch: usize): void {
  for (let j = from; j < to; j++) {
    const o = <usize>j << 2, k = load<f32>(x + o);
    let m: f32 = 0, s: f32 = 0;
    for (let part = 0; part < parts; part++) {
      const start = <i32>(<i64>rows * part / parts), end = <i32>(<i64>rows * (part + 1) / parts);
      if (start == end) continue;
      const at = moments + (<usize>(2 * part * columns) << 2) + o, d = load<f32>(at) - m;
      const share: f32 = <f32>(end - start) / <f32>end;
      s += load<f32>(at + (<usize>columns << 2));
      if (start > 0) s += d * d * share * <f32>start;
      m = start > 0 ? (d - d == 0 ? m + share * d : m + load<f32>(at)) : load<f32>(at);
    }
    store<f32>(mean + o, k - k == 0 ? k + m : m);
    store<f32>(variance + o, s / <f32>rows);
  }
}
