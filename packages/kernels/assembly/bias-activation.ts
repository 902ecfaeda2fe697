// A bias and an activation in one pass, for products that have no such end of their own:
//
//              columns
//   rows  [ x x x x | x x ]  +  [ bias ]  ->  relu or relu6  ->  y, which may be x
import { loadFloats, storeFloats } from "./part";
import { BIAS, RELU, RELU6 } from "./simd";

/** `y[i, j] = activation(x[i, j] + bias[j])` as `flags` say, for rows from..to. NaN stays NaN. Units: rows. */
export function biasActivation(columns: i32, flags: i32, x: usize, bias: usize, y: usize, from: i32, to: i32, scratch: usize): void {
  const row = <usize>columns << 2, zero = f32x4.splat(0), six = f32x4.splat(6);
  for (let i = from; i < to; i++) {
    const source = x + <usize>i * row, target = y + <usize>i * row;
    for (let j = 0; j < columns; j += 4) {
      const o = <usize>j << 2, left = columns - j;
      let v = loadFloats(source + o, left);
      if (flags & BIAS) v = f32x4.add(v, loadFloats(bias + o, left));
      if (flags & (RELU | RELU6)) v = f32x4.pmax(v, zero);
      if (flags & RELU6) v = f32x4.pmin(v, six);
      storeFloats(target + o, v, left);
    }
  }
}
