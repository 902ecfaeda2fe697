// Adam without a schedule, in place: v += (g^2 - v) rest2, z' = z - rate g / (sqrt(v / complement2) + epsilon), and the weights are a
// blend of z and of the mean x of all z: x = (w - rest1 z) / beta1, x' = kept x + taken z', w = rest1 z' + beta1 x'. rest is 1 - beta,
// complement2 1 - beta2^t, taken 1 / t, kept 1 - 1 / t.
import { loadFloats, storeFloats } from "./part";

/** Elements from..to. Units: elements. */
export function scheduleFreeAdam(rate: usize, beta1: f32, rest1: f32, rest2: f32, epsilon: f32, complement2: usize, kept: usize, taken: usize, w: usize, g: usize, z: usize, v: usize,
  from: i32, to: i32, scratch: usize): void {
  const r = v128.load32_splat(rate), b1 = f32x4.splat(beta1), c1 = f32x4.splat(rest1), c2 = f32x4.splat(rest2), e = f32x4.splat(epsilon);
  const by = v128.load32_splat(complement2), k = v128.load32_splat(kept), t = v128.load32_splat(taken);
  for (let i = from; i < to; i += 4) {
    const o = <usize>i << 2, left = to - i;
    const gradient = loadFloats(g + o, left), z0 = loadFloats(z + o, left), v0 = loadFloats(v + o, left);
    const v1 = f32x4.add(v0, f32x4.mul(f32x4.sub(f32x4.mul(gradient, gradient), v0), c2));
    const z1 = f32x4.sub(z0, f32x4.div(f32x4.mul(gradient, r), f32x4.add(f32x4.sqrt(f32x4.div(v1, by)), e)));
    storeFloats(v + o, v1, left);
    storeFloats(z + o, z1, left);
    const mean = f32x4.div(f32x4.sub(loadFloats(w + o, left), f32x4.mul(z0, c1)), b1);
    const x = f32x4.add(f32x4.mul(mean, k), f32x4.mul(z1, t));
    storeFloats(w + o, f32x4.add(f32x4.mul(z1, c1), f32x4.mul(x, b1)), left);
  }
}
