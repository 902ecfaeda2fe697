// Normalization of groups of channels, example by example, channels last. All work goes by whole rows of channels, so that groups
// may have any width: sums are taken of channels, then of the channels of a group.
//
//             columns                     columns               groups
//        ┌──g0──┬──g1──┐
//   rows │      │      │   -> 64 rows a  [ sum of each  ]  ->  [ mean  ]  ->  back to a row of columns, and once more
//        │      │      │      block                                            for the squares of what x differs by
//        └──────┴──────┘
//
// Scratch: two rows of columns.
import { loadFloats, storeFloats } from "./part";
import { sumFloats } from "./row";
import { activated, madd, SCRATCH } from "./simd";

/** Rows that are added up by themselves, for the sum's precision. */
// @ts-ignore: decorator
@inline const BLOCK: i32 = 64;

/** `to[j] = Σ x[i, j]`. */
function sums(rows: i32, columns: i32, x: usize, to: usize): void {
  const row = <usize>columns << 2;
  memory.fill(to, 0, row);
  for (let first = 0; first < rows; first += BLOCK) {
    const count = min(BLOCK, rows - first), start = x + <usize>first * row;
    for (let j = 0; j < columns; j += 4) {
      const o = <usize>j << 2, left = columns - j;
      let p = start + o, sum = f32x4.splat(0);
      for (let i = 0; i < count; i++, p += row) sum = f32x4.add(sum, loadFloats(p, left));
      storeFloats(to + o, f32x4.add(loadFloats(to + o, left), sum), left);
    }
  }
}

/** `to[j] = Σ (x[i, j] - mean[j])²`. */
function squares(rows: i32, columns: i32, x: usize, mean: usize, to: usize): void {
  const row = <usize>columns << 2;
  memory.fill(to, 0, row);
  for (let first = 0; first < rows; first += BLOCK) {
    const count = min(BLOCK, rows - first), start = x + <usize>first * row;
    for (let j = 0; j < columns; j += 4) {
      const o = <usize>j << 2, left = columns - j, shift = loadFloats(mean + o, left);
      let p = start + o, sum = f32x4.splat(0);
      for (let i = 0; i < count; i++, p += row) {
        const d = f32x4.sub(loadFloats(p, left), shift);
        sum = madd(d, d, sum);
      }
      storeFloats(to + o, f32x4.add(loadFloats(to + o, left), sum), left);
    }
  }
}

/** Each channel of a group gets the group's number. */
export function spreadGroups(columns: i32, groups: i32, from: usize, to: usize): void {
  const width = columns / groups;
  for (let g = 0; g < groups; g++) {
    const value = load<f32>(from + (<usize>g << 2));
    for (let j = 0; j < width; j++) store<f32>(to + (<usize>(g * width + j) << 2), value);
  }
}

/**
 * Examples from..to of `rows` rows; gamma and beta may be 0. `means` and `factors` have a number a group. With RELU or RELU6
 * in flags the activation of the result. y may be x. Units: examples.
 */
export function groupNorm(rows: i32, columns: i32, groups: i32, epsilon: f32, x: usize, gamma: usize, beta: usize, y: usize, means: usize, factors: usize, flags: i32,
  from: i32, to: i32, scratch: usize): void {
  const row = <usize>columns << 2, size = <usize>rows * row, width = columns / groups, count = <f32>rows * <f32>width;
  const mean = scratch + SCRATCH, work = mean + row;
  for (let b = from; b < to; b++) {
    const m = means + (<usize>b * <usize>groups << 2), f = factors + (<usize>b * <usize>groups << 2);
    let source = x + <usize>b * size, target = y + <usize>b * size;
    sums(rows, columns, source, work);
    for (let g = 0; g < groups; g++) store<f32>(m + (<usize>g << 2), sumFloats(width, work + (<usize>(g * width) << 2)) / count);
    spreadGroups(columns, groups, m, mean);
    squares(rows, columns, source, mean, work);
    for (let g = 0; g < groups; g++)
      store<f32>(f + (<usize>g << 2), <f32>1 / sqrt<f32>(sumFloats(width, work + (<usize>(g * width) << 2)) / count + epsilon));
    spreadGroups(columns, groups, f, work);
    if (gamma) for (let j = 0; j < columns; j += 4) {
      const o = <usize>j << 2, left = columns - j;
      storeFloats(work + o, f32x4.mul(loadFloats(work + o, left), loadFloats(gamma + o, left)), left);
    }
    for (let i = 0; i < rows; i++, source += row, target += row) {
      for (let j = 0; j < columns; j += 4) {
        const o = <usize>j << 2, left = columns - j;
        const v = f32x4.sub(loadFloats(source + o, left), loadFloats(mean + o, left)), factor = loadFloats(work + o, left);
        storeFloats(target + o, activated(beta ? madd(v, factor, loadFloats(beta + o, left)) : f32x4.mul(v, factor), flags), left);
      }
    }
  }
}
