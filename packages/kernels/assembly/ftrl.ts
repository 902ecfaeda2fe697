// Ftrl in place: s = sums + g^2, linear += g + shrinkage w - (s^p - sums^p) / rate w, w = (clip(linear, l1) - linear) / (s^p / rate + l2),
// sums = s. p is minus the power of the learning rate; shrinkage and l2 are twice what the options say, l2 with beta in it.
import { loadFloats, storeFloats } from "./part";
import { pow4 } from "./power";

/** x^p of four lanes. */
// @ts-ignore: decorator
@inline
function powers(x: v128, p: f32): v128 {
  return p == 0.5 ? f32x4.sqrt(x) : pow4(x, f32x4.splat(p));
}

/** Elements from..to. Units: elements. */
export function ftrl(rate: usize, p: f32, l1: f32, l2: usize, shrinkage: f32, w: usize, g: usize, sums: usize, linear: usize, from: i32, to: i32, scratch: usize): void {
  const r = v128.load32_splat(rate), limit = f32x4.splat(l1), minus = f32x4.splat(-l1), decay = v128.load32_splat(l2), shrink = f32x4.splat(shrinkage);
  for (let i = from; i < to; i += 4) {
    const o = <usize>i << 2, left = to - i;
    const gradient = loadFloats(g + o, left), s0 = loadFloats(sums + o, left), weight = loadFloats(w + o, left);
    const s1 = f32x4.add(s0, f32x4.mul(gradient, gradient)), root = powers(s1, p);
    const change = f32x4.mul(f32x4.div(f32x4.sub(root, powers(s0, p)), r), weight);
    const shrunk = f32x4.add(gradient, f32x4.mul(weight, shrink));
    const z = f32x4.add(loadFloats(linear + o, left), f32x4.sub(shrunk, change));
    storeFloats(sums + o, s1, left);
    storeFloats(linear + o, z, left);
    const clipped = f32x4.min(f32x4.max(z, minus), limit);
    storeFloats(w + o, f32x4.div(f32x4.sub(clipped, z), f32x4.add(f32x4.div(root, r), decay)), left);
  }
}
