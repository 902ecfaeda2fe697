// A filter to its n x n points, each a matrix [k, outputs] packed in panels of 8 columns, four columns at a time:
//
//   w[tap, k, 4]   taps x taps vectors        G w Gᵀ        n x n vectors, one to the panel of each point
//
// For the gradient of the input the filter is turned by 180 degrees and k counts its outputs (see pack-flipped-filter.ts).
import { CONSTANTS, spread3to6, spread5to8, writeConstants } from "../wasm/winograd-transforms";
import { TILE } from "./simd";
import { planeStep } from "./winograd-tile";

/** Panels from..to of the planes of `filter[taps, taps, cin, cout]`; `flip` as said above. Units: panels of 8 columns. */
export function winogradFilter(taps: i32, cin: i32, cout: i32, flip: i32, filter: usize, planes: usize, from: i32, to: i32, scratch: usize): void {
  const n = taps + 3, depth = flip ? cout : cin, width = flip ? cin : cout, area = taps * taps;
  const step = planeStep(depth, (width + 7) & ~7), tap = <usize>(cin * cout) << 2, row = <usize>cout << 2;
  const k = (scratch + TILE + 63) & ~63, s = k + CONSTANTS, b = s + 512;
  writeConstants(k);
  for (let panel = from; panel < to; panel++) {
    for (let i = 0; i < depth; i++) {
      for (let half = 0; half < 2; half++) {
        const j = 8 * panel + 4 * half;
        const u = planes + (<usize>(panel * depth + i) << 5) + (<usize>half << 4);
        for (let t = 0; t < area; t++) {
          let value = f32x4.splat(0);
          if (j < width && !flip) value = v128.load(filter + <usize>t * tap + <usize>i * row + (<usize>j << 2));
          else if (j < width) {
            const p = filter + <usize>(area - 1 - t) * tap + <usize>j * row + (<usize>i << 2);
            value = f32x4(load<f32>(p), load<f32>(p + row), load<f32>(p + 2 * row), load<f32>(p + 3 * row));
          }
          v128.store(s + (<usize>t << 4), value);
        }
        if (n == 8) {
          for (let q: usize = 0; q < 5; q++) spread5to8(false, s + (q << 4), 80, b + (q << 4), 80, k);
          for (let q: usize = 0; q < 8; q++) spread5to8(false, b + q * 80, 16, u + (q << 3) * step, step, k);
        } else {
          for (let q: usize = 0; q < 3; q++) spread3to6(false, s + (q << 4), 48, b + (q << 4), 48, k);
          for (let q: usize = 0; q < 6; q++) spread3to6(false, b + q * 48, 16, u + 6 * q * step, step, k);
        }
      }
    }
  }
}
