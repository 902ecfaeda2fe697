// One loss of those of all rows, summed in float64:
//
//   total = Σ losses / D      scale = 1 / D      D = 1, \`count\`, or Σ counted / repeat
//
// Where D is a sum that is 0, a mean of weights is 0, and a mean over rows, none of which counts, the sum itself; its slope is 0.

/** The sum of \`count\` floats at \`x\`. */
function sumWide(count: i32, x: usize): f64 {
  let a = f64x2.splat(0), b = a, j = 0;
  for (; j + 4 <= count; j += 4) {
    const v = v128.load(x + (<usize>j << 2));
    a = f64x2.add(a, f64x2.promote_low_f32x4(v));
    b = f64x2.add(b, f64x2.promote_low_f32x4(i32x4.shuffle(v, v, 2, 3, 2, 3)));
  }
  a = f64x2.add(a, b);
  let sum = f64x2.extract_lane(a, 0) + f64x2.extract_lane(a, 1);
  for (; j < count; j++) sum += <f64>load<f32>(x + (<usize>j << 2));
  return sum;
}

/** Of \`rows\` rows: D is \`count\` unless there is \`counted\`, the weights of rows if \`weighs\`, one for \`repeat\` rows. Units: one. */
export function lossEnd(rows: i32, count: i32, weighs: i32, repeat: i32, losses: usize, counted: usize, total: usize, scale: usize,
  from: i32, to: i32, scratch: usize): void {
  const sum = sumWide(rows, losses), divisor = counted ? sumWide(rows, counted) / <f64>repeat : <f64>count;
  if (divisor != 0) {
    store<f32>(total, <f32>(sum / divisor));
    store<f32>(scale, <f32>(1 / divisor));
  } else {
    store<f32>(total, weighs ? 0 : <f32>sum);
    store<f32>(scale, 0);
  }
}
