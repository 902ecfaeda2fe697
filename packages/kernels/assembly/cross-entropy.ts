// Cross-entropy of rows with probabilities as labels, `-Σ t ln p`, and what the backward pass needs, by the row, which is in L1
// after the first of its walks. Of logits, p being their softmax:
//
//   most = max x     e = exp(x - most), S = Σ e, T = Σ t      loss = T ln S - Σ t (x - most)     difference = e T / S - t
//
// of numbers that are scaled to sum to 1 and held off 0 and 1, `p = clip(q)`, `q = x / Σ x`:
//
//   s = Σ x          a = q is inside ? t / p : 0              loss = -Σ t ln p                   difference = (Σ a q - a) / s
//
// Labels may be smoothed on the way: t is what is given times `keep`, plus `add`.
import { exp4, log1, log4 } from "./math";
import { keepFloats, loadFloats, storeFloats } from "./part";
import { largest, sumFloats, sumLanes } from "./row";

/** `v` in [epsilon, 1 - epsilon]; NaN stays NaN. */
// @ts-ignore: decorator
@inline
export function clip4(v: v128, low: v128, high: v128): v128 {
  return f32x4.pmin(f32x4.pmax(v, low), high);
}

/** All bits where `v` is inside of the range, ends included. */
// @ts-ignore: decorator
@inline
export function inside4(v: v128, low: v128, high: v128): v128 {
  return v128.and(f32x4.ge(v, low), f32x4.le(v, high));
}

/** Up to four labels, smoothed; lanes that are not there are 0. */
// @ts-ignore: decorator
@inline
export function labels4(p: usize, left: i32, keep: v128, add: v128): v128 {
  return keepFloats(f32x4.add(f32x4.mul(loadFloats(p, left), keep), add), left);
}

function ofLogits(columns: i32, keep: v128, add: v128, x: usize, labels: usize, difference: usize): f32 {
  const shift = f32x4.splat(largest(columns, x));
  let sum = f32x4.splat(0), weight = sum, product = sum;
  for (let j = 0; j < columns; j += 4) {
    const o = <usize>j << 2, left = columns - j;
    const v = f32x4.sub(loadFloats(x + o, left), shift), t = labels4(labels + o, left, keep, add);
    storeFloats(difference + o, exp4(v), left);
    sum = f32x4.add(sum, loadFloats(difference + o, left)); // without the lanes behind the end
    weight = f32x4.add(weight, t);
    product = f32x4.add(product, f32x4.mul(t, v));
  }
  const total = sumLanes(sum), labelled = sumLanes(weight), scale = f32x4.splat(labelled / total);
  for (let j = 0; j < columns; j += 4) {
    const o = <usize>j << 2, left = columns - j;
    const t = labels4(labels + o, left, keep, add);
    storeFloats(difference + o, f32x4.sub(f32x4.mul(loadFloats(difference + o, left), scale), t), left);
  }
  return labelled * log1(total) - sumLanes(product);
}

function ofProbabilities(columns: i32, epsilon: f32, keep: v128, add: v128, x: usize, labels: usize, difference: usize): f32 {
  const total = sumFloats(columns, x), whole = f32x4.splat(total);
  const low = f32x4.splat(epsilon), high = f32x4.splat(1 - epsilon);
  let product = f32x4.splat(0), mean = product;
  for (let j = 0; j < columns; j += 4) {
    const o = <usize>j << 2, left = columns - j;
    const q = f32x4.div(loadFloats(x + o, left), whole), p = clip4(q, low, high), t = labels4(labels + o, left, keep, add);
    const a = v128.and(f32x4.div(t, p), inside4(q, low, high));
    product = f32x4.add(product, f32x4.mul(t, log4(p)));
    mean = f32x4.add(mean, f32x4.mul(a, q));
    storeFloats(difference + o, a, left);
  }
  const shift = f32x4.splat(sumLanes(mean)), factor = f32x4.splat(1 / total);
  for (let j = 0; j < columns; j += 4) {
    const o = <usize>j << 2, left = columns - j;
    storeFloats(difference + o, f32x4.mul(f32x4.sub(shift, loadFloats(difference + o, left)), factor), left);
  }
  return -sumLanes(product);
}

/** A row of differences; gives its loss. Labels count `keep` times, plus `add`. */
export function sharesRow(columns: i32, probabilities: i32, epsilon: f32, keep: f32, add: f32, x: usize, labels: usize, difference: usize): f32 {
  const by = f32x4.splat(keep), plus = f32x4.splat(add);
  if (probabilities) return ofProbabilities(columns, epsilon, by, plus, x, labels, difference);
  return ofLogits(columns, by, plus, x, labels, difference);
}

/** Rows from..to: one loss, and a row of differences, each. Units: rows. */
export function crossEntropy(columns: i32, probabilities: i32, epsilon: f32, x: usize, labels: usize, losses: usize, difference: usize,
  from: i32, to: i32, scratch: usize): void {
  const row = <usize>columns << 2;
  for (let i = from; i < to; i++) {
    const o = <usize>i * row, loss = sharesRow(columns, probabilities, epsilon, 1, 0, x + o, labels + o, difference + o);
    store<f32>(losses + (<usize>i << 2), loss);
  }
}
