// Numbers of a normal distribution, or of a part of it: the quantile of a random share. All in doubles and without tables, so that
// every machine gives the same; within 1 part in 10¹⁶ (algorithm AS 241, Wichura, 1988).
//
//   share     0 ── 0.075 ─────────── 0.925 ── 1
//   quantile    tail    │  rational   │   tail         rational: two lanes at a time; the tails, 15 in 100, one by one
//
//   unit u:  words 8u .. 8u+7   ->   y[8u] .. y[8u+7], the last unit may be shorter
import { storeFloats } from "./part";
import { drawWords } from "./threefry";

// @ts-ignore: decorator
@inline
function step(p: v128, r: v128, c: f64): v128 {
  return f64x2.add(f64x2.mul(p, r), f64x2.splat(c));
}

/** The quantile where `|q| <= 0.425`, q being the share less 1/2. */
// @ts-ignore: decorator
@inline
function central(q: v128): v128 {
  const r = f64x2.sub(f64x2.splat(0.180625), f64x2.mul(q, q));
  let a = f64x2.splat(2509.0809287301227), b = f64x2.splat(5226.495278852854);
  a = step(a, r, 33430.57558358813); b = step(b, r, 28729.085735721943);
  a = step(a, r, 67265.7709270087); b = step(b, r, 39307.89580009271);
  a = step(a, r, 45921.95393154987); b = step(b, r, 21213.794301586597);
  a = step(a, r, 13731.69376550946); b = step(b, r, 5394.196021424751);
  a = step(a, r, 1971.5909503065513); b = step(b, r, 687.1870074920579);
  a = step(a, r, 133.14166789178438); b = step(b, r, 42.31333070160091);
  a = step(a, r, 3.3871328727963665); b = step(b, r, 1);
  return f64x2.div(f64x2.mul(q, a), b);
}

/** `ln x` of a normal double: `x = 2^e m` with m in [0.7, 1.42], and `ln m = 2 artanh s`, `s = (m - 1) / (m + 1)`. */
function logarithm(x: f64): f64 {
  const shifted = reinterpret<i64>(x) - 0x3fe6a09e667f3bcd; // the bits of the root of 1/2
  const e = <f64>(shifted >> 52);
  const f = reinterpret<f64>((shifted & 0xfffffffffffff) + 0x3fe6a09e667f3bcd) - 1;
  const s = f / (2 + f), z = s * s;
  let p = 1.0 / 23;
  p = p * z + 1.0 / 21;
  p = p * z + 1.0 / 19;
  p = p * z + 1.0 / 17;
  p = p * z + 1.0 / 15;
  p = p * z + 1.0 / 13;
  p = p * z + 1.0 / 11;
  p = p * z + 1.0 / 9;
  p = p * z + 1.0 / 7;
  p = p * z + 1.0 / 5;
  p = p * z + 1.0 / 3;
  // ln 2 in two pieces, the first one short, so that its product is exact
  return e * 0.6931471803691238 + (2 * s + (2 * s * z * p + e * 1.9082149292705877e-10));
}

/** The quantile of a share in the tails. */
function tail(share: f64, q: f64): f64 {
  const root = sqrt<f64>(-logarithm(q < 0 ? share : 1 - share));
  let r = root - 1.6, a: f64, b: f64;
  if (root <= 5) {
    a = ((((((7.745450142783414e-4 * r + 0.022723844989269184) * r + 0.2417807251774506) * r + 1.2704582524523684) * r + 3.6478483247632045) * r + 5.769497221460691) * r + 4.630337846156546) * r + 1.4234371107496835;
    b = ((((((1.0507500716444169e-9 * r + 5.475938084995345e-4) * r + 0.015198666563616457) * r + 0.14810397642748008) * r + 0.6897673349851) * r + 1.6763848301838038) * r + 2.053191626637759) * r + 1;
  } else {
    r = root - 5;
    a = ((((((2.0103343992922881e-7 * r + 2.7115555687434876e-5) * r + 0.0012426609473880784) * r + 0.026532189526576124) * r + 0.29656057182850487) * r + 1.7848265399172913) * r + 5.463784911164114) * r + 6.657904643501103;
    b = ((((((2.0442631033899397e-15 * r + 1.4215117583164459e-7) * r + 1.8463183175100548e-5) * r + 7.868691311456133e-4) * r + 0.014875361290850615) * r + 0.1369298809227358) * r + 0.599832206555888) * r + 1;
  }
  return q < 0 ? -(a / b) : a / b;
}

/** Two numbers, in the lower lanes, for the two words in the lower lanes. */
function draw(words: v128, mean: f64, deviation: f64, start: f64, range: f64): v128 {
  const middle = f64x2.mul(f64x2.add(f64x2.convert_low_i32x4_u(words), f64x2.splat(0.5)), f64x2.splat(2.3283064365386963e-10));
  const share = f64x2.add(f64x2.splat(start), f64x2.mul(f64x2.splat(range), middle));
  const q = f64x2.sub(share, f64x2.splat(0.5));
  let z = central(q);
  const outside = f64x2.gt(f64x2.abs(q), f64x2.splat(0.425));
  if (v128.any_true(outside)) {
    if (i64x2.extract_lane(outside, 0)) z = f64x2.replace_lane(z, 0, tail(f64x2.extract_lane(share, 0), f64x2.extract_lane(q, 0)));
    if (i64x2.extract_lane(outside, 1)) z = f64x2.replace_lane(z, 1, tail(f64x2.extract_lane(share, 1), f64x2.extract_lane(q, 1)));
  }
  return f32x4.demote_f64x2_zero(f64x2.add(f64x2.splat(mean), f64x2.mul(f64x2.splat(deviation), z)));
}

/** `y[i] = mean + deviation * quantile(start + range * share[i])`. Units: eight numbers. */
export function randomNormal(count: i32, mean: f64, deviation: f64, start: f64, range: f64, key: usize, y: usize, from: i32, to: i32, scratch: usize): void {
  for (let unit = from; unit < to; unit++) {
    drawWords(unit, key, scratch);
    for (let i = 0; i < 8 && 8 * unit + i < count; i += 4) {
      const words = v128.load(scratch + (<usize>i << 2));
      const first = draw(words, mean, deviation, start, range);
      const second = draw(v128.shuffle<i32>(words, words, 2, 3, 2, 3), mean, deviation, start, range);
      storeFloats(y + (<usize>(8 * unit + i) << 2), v128.shuffle<i32>(first, second, 0, 1, 4, 5), count - 8 * unit - i);
    }
  }
}
