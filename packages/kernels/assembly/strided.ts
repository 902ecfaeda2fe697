// A copy of elements that lie in regular steps: strided slices, reversals, any mixture of them.
//
//   y[i0, .., i5] = x[start + i0 s0 + .. + i5 s5]      steps in elements, negative ones walk backwards

/** Runs from..to, a run being the innermost axis at one place of the outer five. Elements have `size` bytes, 1 or 4. Units: runs. */
export function strided(d0: i32, d1: i32, d2: i32, d3: i32, d4: i32, d5: i32, s0: i32, s1: i32, s2: i32, s3: i32, s4: i32, s5: i32,
  start: i32, size: i32, x: usize, y: usize, from: i32, to: i32, scratch: usize): void {
  for (let run = from; run < to; run++) {
    let rest = run, at = start;
    at += rest % d4 * s4; rest /= d4;
    at += rest % d3 * s3; rest /= d3;
    at += rest % d2 * s2; rest /= d2;
    at += rest % d1 * s1; rest /= d1;
    at += rest * s0;
    const base = run * d5;
    if (size == 4) {
      let p = x + (<usize>at << 2), q = y + (<usize>base << 2);
      if (s5 == 1) {
        memory.copy(q, p, <usize>d5 << 2);
        continue;
      }
      const step = <usize>(s5 << 2);
      for (let i = 0; i < d5; i++, p += step, q += 4) store<i32>(q, load<i32>(p));
    } else {
      let p = x + <usize>at, q = y + <usize>base;
      for (let i = 0; i < d5; i++, p += <usize>s5, q++) store<u8>(q, load<u8>(p));
    }
  }
}
