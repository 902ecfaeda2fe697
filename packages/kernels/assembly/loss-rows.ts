// Cross-entropies with all that a loss adds to them, row by row: smoothed labels, a class that does not count, weights, a mask.
//
//   kind      labels                                loss of a row
//   NUMBERS   one number of a class a row           see softmax-cross-entropy.ts
//   SHARES    a share of each class                 see cross-entropy.ts
//   ELEMENTS  0 to 1, each element by itself        the mean of its elements, see binary-cross-entropy.ts
//
//   losses[i] = w loss      difference[i, j] = w d loss / d x[i, j]      w = the row's weight, 0 if it is left out
//
// What a mean divides by is gathered in `counted`: the weights, or 1 for each row that is not left out. lossEnd adds all up.
import { elements4 } from "./binary-cross-entropy";
import { labels4, sharesRow } from "./cross-entropy";
import { keepFloats, loadFloats } from "./part";
import { scaleFloats, sumLanes } from "./row";
import { numbersRow } from "./softmax-cross-entropy";

// As `lossKinds` in src/functions.ts.
// @ts-ignore: decorator
@inline const NUMBERS: i32 = 0;
// @ts-ignore: decorator
@inline const SHARES: i32 = 1;

/** A row of elements, each by itself; gives the sum of their losses. */
function elementsRow(columns: i32, probabilities: i32, epsilon: f32, keep: f32, add: f32, x: usize, labels: usize, difference: usize): f32 {
  const by = f32x4.splat(keep), plus = f32x4.splat(add);
  let sum = f32x4.splat(0);
  for (let j = 0; j < columns; j += 4) {
    const o = <usize>j << 2, left = columns - j;
    const loss = elements4(probabilities, epsilon, loadFloats(x + o, left), labels4(labels + o, left, by, plus), difference + o, left);
    sum = f32x4.add(sum, keepFloats(loss, left));
  }
  return sumLanes(sum);
}

/**
 * Rows from..to. Numbers of classes are floats or integers, the class \`ignored\` counts for nothing if \`ignores\`; a weight is
 * there for \`repeat\` rows (weights 0: all 1), a byte of the mask for each (mask 0: all count). With counted 0 nothing is gathered,
 * otherwise the weights if \`weighs\`. Units: rows.
 */
export function lossRows(kind: i32, columns: i32, probabilities: i32, epsilon: f32, keep: f32, add: f32, floats: i32, ignores: i32, ignored: f32,
  repeat: i32, weighs: i32, x: usize, labels: usize, weights: usize, mask: usize, losses: usize, counted: usize, difference: usize,
  from: i32, to: i32, scratch: usize): void {
  const row = <usize>columns << 2;
  for (let i = from; i < to; i++) {
    const at = <usize>i << 2, o = <usize>i * row, d = difference + o;
    let loss: f32 = 0, counts: f32 = mask && load<u8>(mask + <usize>i) == 0 ? 0 : 1;
    if (kind == NUMBERS) {
      const given: f32 = floats ? load<f32>(labels + at) : <f32>load<i32>(labels + at);
      if (ignores && given == ignored) {
        counts = 0;
        memory.fill(d, 0, row);
      } else {
        const label = floats ? i32x4.extract_lane(i32x4.trunc_sat_f32x4_s(f32x4.splat(given)), 0) : load<i32>(labels + at);
        loss = numbersRow(columns, probabilities, epsilon, label, x + o, d);
      }
    } else if (kind == SHARES) loss = sharesRow(columns, probabilities, epsilon, keep, add, x + o, labels + o, d);
    else loss = elementsRow(columns, probabilities, epsilon, keep, add, x + o, labels + o, d) / <f32>columns;
    const weight = counts * (weights ? load<f32>(weights + (<usize>(i / repeat) << 2)) : 1);
    store<f32>(losses + at, loss * weight);
    const factor = kind > SHARES ? weight / <f32>columns : weight;
    if (factor != 1) scaleFloats(columns, d, factor);
    if (counted) store<f32>(counted + at, weighs ? weight : counts);
  }
}
