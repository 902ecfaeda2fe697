// Random words that depend on a key and their number alone: Threefry-2x32 with 20 rounds (Salmon et al., 2011), four pairs of
// words at a time. Only additions, rotations and exclusive ors of 32 bits, so that all machines give the same.
//
//   counters  pair  pair+1  pair+2  pair+3   ->   x: w0 w2 w4 w6    y: w1 w3 w5 w7   ->   at `to`: w0 w1 w2 ... w7
//
// After every four rounds a part of the key is added, and the two sets of four rotations take turns.

// @ts-ignore: decorator
@inline
function turn(y: v128, bits: i32, x: v128): v128 {
  return v128.xor(v128.or(i32x4.shl(y, bits), i32x4.shr_u(y, 32 - bits)), x);
}

/** Words 8 * unit to 8 * unit + 7 under the two words of a key, to 32 bytes at `to`. */
export function drawWords(unit: i32, key: usize, to: usize): void {
  const k0 = v128.load32_splat(key), k1 = v128.load32_splat(key, 4);
  const k2 = v128.xor(v128.xor(k0, k1), i32x4.splat(0x1bd11bda));
  let x = i32x4.add(i32x4.add(i32x4.splat(4 * unit), i32x4(0, 1, 2, 3)), k0), y = k1;
  x = i32x4.add(x, y); y = turn(y, 13, x);
  x = i32x4.add(x, y); y = turn(y, 15, x);
  x = i32x4.add(x, y); y = turn(y, 26, x);
  x = i32x4.add(x, y); y = turn(y, 6, x);
  x = i32x4.add(x, k1); y = i32x4.add(y, i32x4.add(k2, i32x4.splat(1)));
  x = i32x4.add(x, y); y = turn(y, 17, x);
  x = i32x4.add(x, y); y = turn(y, 29, x);
  x = i32x4.add(x, y); y = turn(y, 16, x);
  x = i32x4.add(x, y); y = turn(y, 24, x);
  x = i32x4.add(x, k2); y = i32x4.add(y, i32x4.add(k0, i32x4.splat(2)));
  x = i32x4.add(x, y); y = turn(y, 13, x);
  x = i32x4.add(x, y); y = turn(y, 15, x);
  x = i32x4.add(x, y); y = turn(y, 26, x);
  x = i32x4.add(x, y); y = turn(y, 6, x);
  x = i32x4.add(x, k0); y = i32x4.add(y, i32x4.add(k1, i32x4.splat(3)));
  x = i32x4.add(x, y); y = turn(y, 17, x);
  x = i32x4.add(x, y); y = turn(y, 29, x);
  x = i32x4.add(x, y); y = turn(y, 16, x);
  x = i32x4.add(x, y); y = turn(y, 24, x);
  x = i32x4.add(x, k1); y = i32x4.add(y, i32x4.add(k2, i32x4.splat(4)));
  x = i32x4.add(x, y); y = turn(y, 13, x);
  x = i32x4.add(x, y); y = turn(y, 15, x);
  x = i32x4.add(x, y); y = turn(y, 26, x);
  x = i32x4.add(x, y); y = turn(y, 6, x);
  x = i32x4.add(x, k2); y = i32x4.add(y, i32x4.add(k0, i32x4.splat(5)));
  v128.store(to, v128.shuffle<i32>(x, y, 0, 4, 1, 5));
  v128.store(to, v128.shuffle<i32>(x, y, 2, 6, 3, 7), 16);
}
