// Backward through the normalization of groups, example by example, channels last. With n = (x - mean) f, of each channel
//
//   sums:  s = Σ dy, t = Σ dy n    ->    of its group, over n numbers:  a = mean(gamma dy), b = mean(gamma dy n)
//
//   dx = f (gamma dy - a - n b) = p dy - ((x - mean) q + r)      p = f gamma,  q = f f b,  r = f a
//
// t and s of all examples, added up by the caller, are the gradients of gamma and beta. Scratch: four rows of columns.
import { spreadGroups } from "./group-norm";
import { loadFloats, storeFloats } from "./part";
import { madd, mask, RELU, RELU6, SCRATCH } from "./simd";

/** `d` where the activation of flags let v p + beta through, which is made as in group-norm.ts. */
// @ts-ignore: decorator
@inline
function through(v: v128, p: usize, beta: usize, o: usize, left: i32, d: v128, flags: i32): v128 {
  if (!(flags & (RELU | RELU6))) return d;
  const factor = loadFloats(p + o, left);
  return mask(d, beta ? madd(v, factor, loadFloats(beta + o, left)) : f32x4.mul(v, factor), flags);
}

/** `s[j] = Σ dy[i, j]` and `t[j] = Σ dy[i, j] (x[i, j] - mean[j]) f[j]`, 64 rows by themselves. */
function channelSums(rows: i32, columns: i32, dy: usize, x: usize, mean: usize, f: usize, p: usize, beta: usize, flags: i32, s: usize, t: usize): void {
  const row = <usize>columns << 2;
  memory.fill(s, 0, row);
  memory.fill(t, 0, row);
  for (let first = 0; first < rows; first += 64) {
    const count = min(64, rows - first), start = <usize>first * row;
    for (let j = 0; j < columns; j += 4) {
      const o = <usize>j << 2, left = columns - j, shift = loadFloats(mean + o, left);
      let at = start + o, sum = f32x4.splat(0), product = sum;
      for (let i = 0; i < count; i++, at += row) {
        const v = f32x4.sub(loadFloats(x + at, left), shift), d = through(v, p, beta, o, left, loadFloats(dy + at, left), flags);
        sum = f32x4.add(sum, d);
        product = madd(d, v, product);
      }
      storeFloats(s + o, f32x4.add(loadFloats(s + o, left), sum), left);
      storeFloats(t + o, madd(product, loadFloats(f + o, left), loadFloats(t + o, left)), left);
    }
  }
}

/**
 * Examples from..to; gamma and beta may be 0. `gammas` and `betas` get a row of columns an example. With flags, dy is masked as in
 * column-norm-sums.ts; they alone need beta. dx may be dy or x. Units: examples.
 */
export function groupNormGradient(rows: i32, columns: i32, groups: i32, dy: usize, x: usize, gamma: usize, beta: usize, means: usize, factors: usize, dx: usize, gammas: usize, betas: usize,
  flags: i32, from: i32, to: i32, scratch: usize): void {
  const row = <usize>columns << 2, size = <usize>rows * row, width = columns / groups, count = <f32>rows * <f32>width;
  const mean = scratch + SCRATCH, p = mean + row, q = p + row, r = q + row;
  for (let b = from; b < to; b++) {
    const f = factors + (<usize>b * <usize>groups << 2), base = <usize>b * size;
    const t = gammas + <usize>b * row, s = betas + <usize>b * row;
    spreadGroups(columns, groups, means + (<usize>b * <usize>groups << 2), mean);
    spreadGroups(columns, groups, f, q);
    for (let j = 0; j < columns; j += 4) {
      const o = <usize>j << 2, left = columns - j, factor = loadFloats(q + o, left);
      storeFloats(p + o, gamma ? f32x4.mul(factor, loadFloats(gamma + o, left)) : factor, left);
    }
    channelSums(rows, columns, dy + base, x + base, mean, q, p, beta, flags, s, t);
    for (let g = 0; g < groups; g++) {
      const start = <usize>(g * width) << 2, factor = load<f32>(f + (<usize>g << 2));
      let sum: f32 = 0, product: f32 = 0;
      for (let j = 0; j < width; j++) {
        const o = start + (<usize>j << 2), weight: f32 = gamma ? load<f32>(gamma + o) : 1;
        sum += weight * load<f32>(s + o);
        product += weight * load<f32>(t + o);
      }
      for (let j = 0; j < width; j++) {
        const o = start + (<usize>j << 2);
        store<f32>(q + o, factor * factor * (product / count));
        store<f32>(r + o, factor * (sum / count));
      }
    }
    for (let i = 0; i < rows; i++) {
      const at = base + <usize>i * row;
      for (let j = 0; j < columns; j += 4) {
        const o = <usize>j << 2, left = columns - j;
        const v = f32x4.sub(loadFloats(x + at + o, left), loadFloats(mean + o, left));
        const back = madd(v, loadFloats(q + o, left), loadFloats(r + o, left));
        const d = through(v, p, beta, o, left, loadFloats(dy + at + o, left), flags);
        storeFloats(dx + at + o, f32x4.sub(f32x4.mul(loadFloats(p + o, left), d), back), left);
      }
    }
  }
}
