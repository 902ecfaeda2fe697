// The sums of all parts, added in order, and back from n x n points to the taps of the filter.
import { collect6to3, collect8to5, CONSTANTS, writeConstants } from "../wasm/winograd-transforms";
import { TILE } from "./simd";
import { planeStep } from "./winograd-tile";

/** Filters from..to (outputs) of `dw[taps, taps, cin, cout]` from the sums that winogradFilterGradient left. Units: filters. */
export function winogradFilterGradientEnd(taps: i32, cin: i32, cout: i32, parts: i32, sums: usize, dw: usize, from: i32, to: i32, scratch: usize): void {
  const n = taps + 3, area = n * n, plane = planeStep(cout, cin), part = <usize>area * plane;
  const k = (scratch + TILE + 63) & ~63, s = k + CONSTANTS, b = s + 1024, r = b + 1024;
  writeConstants(k);
  for (let co = from; co < to; co++) {
    for (let ci = 0; ci < cin; ci += 4) {
      for (let p = 0; p < area; p++) {
        let from = sums + <usize>p * plane + (<usize>(co * cin + ci) << 2), sum = v128.load(from);
        for (let q = 1; q < parts; q++) sum = f32x4.add(sum, v128.load(from += part));
        v128.store(s + (<usize>p << 4), sum);
      }
      if (n == 8) {
        for (let q: usize = 0; q < 8; q++) collect8to5(false, s + (q << 4), 128, b + (q << 4), 128, k);
        for (let q: usize = 0; q < 5; q++) collect8to5(false, b + (q << 7), 16, r + q * 80, 16, k);
      } else {
        for (let q: usize = 0; q < 6; q++) collect6to3(false, s + (q << 4), 96, b + (q << 4), 96, k);
        for (let q: usize = 0; q < 3; q++) collect6to3(false, b + q * 96, 16, r + q * 48, 16, k);
      }
      for (let t = 0; t < taps * taps; t++) {
        const to = dw + (<usize>((t * cin + ci) * cout + co) << 2);
        for (let q: usize = 0; q < 4; q++) store<f32>(to + ((q * <usize>cout) << 2), load<f32>(r + (<usize>t << 4) + (q << 2)));
      }
    }
  }
}
