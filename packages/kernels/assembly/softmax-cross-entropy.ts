// Softmax and the cross-entropy with integer labels, and what the backward pass needs, in three walks over a row:
//
//   most = max x        sum = sum of e^(x - most)        loss = ln sum + most - x[label]
//                                                        difference = e^(x - most) / sum - (1 at the label)
//
// of probabilities, whose logits are the logarithms of p = clip(x), in two:
//
//   sum = sum of p      loss = ln sum - ln p[label]      difference = x is inside ? 1 / sum - (1 / p at the label) : 0
import { clip4, inside4 } from "./cross-entropy";
import { exp1, exp4, log1 } from "./math";
import { loadFloats, storeFloats } from "./part";
import { sumLanes } from "./row";

/** A row of probabilities; gives its loss. */
function ofProbabilities(columns: i32, epsilon: f32, label: i32, x: usize, difference: usize): f32 {
  const low = f32x4.splat(epsilon), high = f32x4.splat(1 - epsilon);
  let sum = f32x4.splat(0);
  for (let j = 0; j < columns; j += 4) {
    const o = <usize>j << 2, left = columns - j;
    storeFloats(difference + o, clip4(loadFloats(x + o, left), low, high), left);
    sum = f32x4.add(sum, loadFloats(difference + o, left)); // without the lanes behind the end
  }
  const total = sumLanes(sum), valid = <u32>label < <u32>columns, at = <usize>label << 2;
  const p: f32 = valid ? load<f32>(difference + at) : NaN;
  const share = f32x4.splat(valid ? 1 / total : NaN);
  for (let j = 0; j < columns; j += 4) {
    const o = <usize>j << 2, left = columns - j, v = loadFloats(x + o, left);
    storeFloats(difference + o, valid ? v128.and(share, inside4(v, low, high)) : share, left);
  }
  if (!valid) return NaN;
  const own = load<f32>(x + at);
  if (own >= epsilon && own <= 1 - epsilon) store<f32>(difference + at, load<f32>(difference + at) - 1 / p);
  return log1(total) - log1(p);
}

/** A row of logits; gives its loss. */
function ofLogits(columns: i32, label: i32, x: usize, d: usize): f32 {
  const row = <usize>columns << 2;
  let most: f32 = -Infinity;
  let j: usize = 0;
  if (row >= 16) {
    let lanes = v128.load(x);
    for (j = 16; j + 16 <= row; j += 16) lanes = f32x4.max(lanes, v128.load(x + j));
    most = max<f32>(max<f32>(f32x4.extract_lane(lanes, 0), f32x4.extract_lane(lanes, 1)), max<f32>(f32x4.extract_lane(lanes, 2), f32x4.extract_lane(lanes, 3)));
  }
  for (; j < row; j += 4) most = max<f32>(most, load<f32>(x + j));
  let lanes = f32x4.splat(0);
  const shift = f32x4.splat(most);
  for (j = 0; j + 16 <= row; j += 16) {
    const e = exp4(f32x4.sub(v128.load(x + j), shift));
    v128.store(d + j, e);
    lanes = f32x4.add(lanes, e);
  }
  let sum = f32x4.extract_lane(lanes, 0) + f32x4.extract_lane(lanes, 1) + f32x4.extract_lane(lanes, 2) + f32x4.extract_lane(lanes, 3);
  for (; j < row; j += 4) {
    const e = exp1(load<f32>(x + j) - most);
    store<f32>(d + j, e);
    sum += e;
  }
  const valid = <u32>label < <u32>columns;
  const scale: f32 = valid ? <f32>1 / sum : NaN;
  for (j = 0; j + 16 <= row; j += 16) v128.store(d + j, f32x4.mul(v128.load(d + j), f32x4.splat(scale)));
  for (; j < row; j += 4) store<f32>(d + j, load<f32>(d + j) * scale);
  if (!valid) return NaN;
  const at = <usize>label << 2;
  store<f32>(d + at, load<f32>(d + at) - 1);
  return log1(sum) + (most - load<f32>(x + at));
}

/** A row of differences; gives its loss. */
export function numbersRow(columns: i32, probabilities: i32, epsilon: f32, label: i32, x: usize, difference: usize): f32 {
  return probabilities ? ofProbabilities(columns, epsilon, label, x, difference) : ofLogits(columns, label, x, difference);
}

/** Rows from..to. A label outside of [0, columns) gives a loss and a difference of NaN. Units: rows. */
export function softmaxCrossEntropy(columns: i32, probabilities: i32, epsilon: f32, logits: usize, labels: usize, losses: usize, difference: usize,
  from: i32, to: i32, scratch: usize): void {
  const row = <usize>columns << 2;
  for (let i = from; i < to; i++) {
    const o = <usize>i * row, label = load<i32>(labels + (<usize>i << 2));
    store<f32>(losses + (<usize>i << 2), numbersRow(columns, probabilities, epsilon, label, logits + o, difference + o));
  }
}
