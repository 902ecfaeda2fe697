// A copy between two regular layouts: slices, transpositions, tiles, joins, reversals, any mixture of them.
//
//   y[i0 t0 + .. + i5 t5] = x[i0 s0 + .. + i5 s5]      steps in elements; negative ones walk backwards, 0 repeats
//
// A transposition reads along one axis and writes along the other; squares of 4 x 4 elements turn in registers, strips of 16
// of them use every cache line in whole:
//
//   x  a a a a ..          y  a b c d ..
//      b b b b ..    ->       a b c d ..
//      c c c c ..             a b c d ..
//      d d d d ..             a b c d ..

/** Elements of 4 bytes or 1, `n` of them. */
// @ts-ignore: decorator
@inline
function line<T>(x: usize, y: usize, n: i32, s: i32, t: i32): void {
  const sx = <usize>s * sizeof<T>(), sy = <usize>t * sizeof<T>();
  if (s == 1 && t == 1) memory.copy(y, x, <usize>n * sizeof<T>());
  else for (let i = 0; i < n; i++, x += sx, y += sy) store<T>(y, load<T>(x));
}

/** `m` lines of `n` elements, in tiles. */
// @ts-ignore: decorator
@inline
function plane<T>(x: usize, y: usize, m: i32, n: i32, sm: i32, sn: i32, tm: i32, tn: i32): void {
  const size = <i32>sizeof<T>();
  if (sn == 1 && tn == 1) {
    for (let i = 0; i < m; i++) line<T>(x + <usize>(i * sm * size), y + <usize>(i * tm * size), n, 1, 1);
    return;
  }
  for (let i = 0; i < m; i += 16) {
    const mi = min(16, m - i);
    for (let j = 0; j < n; j += 16) {
      const nj = min(16, n - j);
      for (let k = 0; k < mi; k++)
        line<T>(x + <usize>(((i + k) * sm + j * sn) * size), y + <usize>(((i + k) * tm + j * tn) * size), nj, sn, tn);
    }
  }
}

/** `m x n` elements of 4 bytes from rows to columns: x goes on by one along m, y along n. Squares of 4 x 4 turn in registers. */
function turn(x: usize, y: usize, m: i32, n: i32, sn: i32, tm: i32): void {
  const m4 = m & ~3, n4 = n & ~3, row = <usize>sn << 2, column = <usize>tm << 2;
  for (let i = 0; i < m4; i += 16) {
    const end = min(i + 16, m4);
    for (let j = 0; j < n4; j += 4) {
      for (let k = i; k < end; k += 4) {
        const p = x + (<usize>(j * sn + k) << 2), q = y + (<usize>(k * tm + j) << 2);
        const a = v128.load(p), b = v128.load(p + row), c = v128.load(p + 2 * row), d = v128.load(p + 3 * row);
        const ab = v128.shuffle<i32>(a, b, 0, 4, 1, 5), cd = v128.shuffle<i32>(c, d, 0, 4, 1, 5);
        const AB = v128.shuffle<i32>(a, b, 2, 6, 3, 7), CD = v128.shuffle<i32>(c, d, 2, 6, 3, 7);
        v128.store(q, v128.shuffle<i64>(ab, cd, 0, 2));
        v128.store(q + column, v128.shuffle<i64>(ab, cd, 1, 3));
        v128.store(q + 2 * column, v128.shuffle<i64>(AB, CD, 0, 2));
        v128.store(q + 3 * column, v128.shuffle<i64>(AB, CD, 1, 3));
      }
    }
  }
  for (let i = 0; i < m; i++) {
    const j = i < m4 ? n4 : 0;
    line<i32>(x + (<usize>(i + j * sn) << 2), y + (<usize>(i * tm + j) << 2), n - j, sn, 1);
  }
}

/** Planes from..to, a plane being the inner two axes (`d4 x d5`) at one place of the outer four. Elements have `size` bytes, 1 or 4. Units: planes. */
export function move(d1: i32, d2: i32, d3: i32, d4: i32, d5: i32, s0: i32, s1: i32, s2: i32, s3: i32, s4: i32, s5: i32,
  t0: i32, t1: i32, t2: i32, t3: i32, t4: i32, t5: i32, size: i32, x: usize, y: usize, from: i32, to: i32, scratch: usize): void {
  for (let i = from; i < to; i++) {
    let rest = i;
    const k3 = rest % d3; rest /= d3;
    const k2 = rest % d2; rest /= d2;
    const k1 = rest % d1, k0 = rest / d1;
    const at = k0 * s0 + k1 * s1 + k2 * s2 + k3 * s3, target = k0 * t0 + k1 * t1 + k2 * t2 + k3 * t3;
    if (size == 4 && s4 == 1 && t5 == 1) turn(x + <usize>(at * 4), y + <usize>(target * 4), d4, d5, s5, t4);
    else if (size == 4) plane<i32>(x + <usize>(at * 4), y + <usize>(target * 4), d4, d5, s4, s5, t4, t5);
    else plane<u8>(x + <usize>at, y + <usize>target, d4, d5, s4, s5, t4, t5);
  }
}
