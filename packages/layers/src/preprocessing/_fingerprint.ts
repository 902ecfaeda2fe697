/*
 * FarmHash's 64-bit fingerprint, by which TensorFlow puts strings into buckets. Arithmetic is modulo 2⁶⁴.
 */
const k0 = 0xc3a5c85c97cb3127n;
const k1 = 0xb492b66fbe98f273n;
const k2 = 0x9ae16a3b2f90404fn;
const u64 = (x: bigint): bigint => BigInt.asUintN(64, x);
const u32 = (x: bigint): bigint => BigInt.asUintN(32, x);
const rotate = (x: bigint, by: bigint): bigint => (x >> by) | u64(x << (64n - by));
const shiftMix = (x: bigint): bigint => x ^ (x >> 47n);

function combine(u: bigint, v: bigint, factor: bigint): bigint {
  const a = shiftMix(u64((u ^ v) * factor));
  return u64(shiftMix(u64((v ^ a) * factor)) * factor);
}

/**
 * FarmHash's `Fingerprint64` of bytes.
 *
 * @see {@link https://github.com/google/farmhash | FarmHash}
 */
export function fingerprint64(bytes: Uint8Array): bigint {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { length } = bytes;
  if (length <= 16) return upTo16(bytes, view);
  if (length <= 32) return upTo32(view);
  if (length <= 64) return upTo64(view);
  return long(view);
}

function upTo16(bytes: Uint8Array, view: DataView): bigint {
  const { length } = bytes;
  const factor = u64(k2 + BigInt(length) * 2n);
  if (length >= 8) {
    const a = u64(view.getBigUint64(0, true) + k2);
    const b = view.getBigUint64(length - 8, true);
    const c = u64(rotate(b, 37n) * factor + a);
    const d = u64((rotate(a, 25n) + b) * factor);
    return combine(c, d, factor);
  }
  if (length >= 4) {
    const first = BigInt(view.getUint32(0, true));
    return combine(BigInt(length) + (first << 3n), BigInt(view.getUint32(length - 4, true)), factor);
  }
  if (length === 0) return k2;
  const y = u32(BigInt(bytes[0]!) + (BigInt(bytes[length >> 1]!) << 8n));
  const z = u32(BigInt(length) + (BigInt(bytes[length - 1]!) << 2n));
  return u64(shiftMix(u64(y * k2) ^ u64(z * k0)) * k2);
}

function upTo32(view: DataView): bigint {
  const length = view.byteLength;
  const factor = u64(k2 + BigInt(length) * 2n);
  const a = u64(view.getBigUint64(0, true) * k1);
  const b = view.getBigUint64(8, true);
  const c = u64(view.getBigUint64(length - 8, true) * factor);
  const d = u64(view.getBigUint64(length - 16, true) * k2);
  const first = u64(rotate(u64(a + b), 43n) + rotate(c, 30n) + d);
  return combine(first, u64(a + rotate(u64(b + k2), 18n) + c), factor);
}

function upTo64(view: DataView): bigint {
  const length = view.byteLength;
  const factor = u64(k2 + BigInt(length) * 2n);
  const a = u64(view.getBigUint64(0, true) * k2);
  const b = view.getBigUint64(8, true);
  const c = u64(view.getBigUint64(length - 8, true) * factor);
  const d = u64(view.getBigUint64(length - 16, true) * k2);
  const y = u64(rotate(u64(a + b), 43n) + rotate(c, 30n) + d);
  const z = combine(y, u64(a + rotate(u64(b + k2), 18n) + c), factor);
  const e = u64(view.getBigUint64(16, true) * factor);
  const f = view.getBigUint64(24, true);
  const g = u64((y + view.getBigUint64(length - 32, true)) * factor);
  const h = u64((z + view.getBigUint64(length - 24, true)) * factor);
  const first = u64(rotate(u64(e + f), 43n) + rotate(g, 30n) + h);
  return combine(first, u64(e + rotate(u64(f + a), 18n) + g), factor);
}

type Pair = readonly [bigint, bigint];

/** 32 bytes and two seeds, made into two words. */
function weak(view: DataView, at: number, seedA: bigint, seedB: bigint): Pair {
  const [w, x, y, z] = [0, 8, 16, 24].map((step) => view.getBigUint64(at + step, true)) as [
    bigint,
    bigint,
    bigint,
    bigint,
  ];
  const a = u64(seedA + w);
  const b = rotate(u64(seedB + a + z), 21n);
  const sum = u64(a + x + y);
  return [u64(sum + z), u64(b + rotate(sum, 44n) + a)];
}

function long(view: DataView): bigint {
  const length = view.byteLength;
  const word = (at: number) => view.getBigUint64(at, true);
  let y = u64(81n * k1 + 113n);
  let z = u64(shiftMix(u64(y * k2 + 113n)) * k2);
  let v: Pair = [0n, 0n];
  let w: Pair = [0n, 0n];
  let x = u64(81n * k2 + word(0));
  const round = (at: number, factor: bigint, times: bigint): void => {
    x = u64(rotate(u64(x + y + v[0] + word(at + 8)), 37n) * factor);
    y = u64(rotate(u64(y + v[1] + word(at + 48)), 42n) * factor);
    x ^= u64(w[1] * times);
    y = u64(y + v[0] * times + word(at + 40));
    z = u64(rotate(u64(z + w[0]), 33n) * factor);
    v = weak(view, at, u64(v[1] * factor), u64(x + w[0]));
    w = weak(view, at + 32, u64(z + w[1]), u64(y + word(at + 16)));
    [z, x] = [x, z];
  };
  const end = Math.floor((length - 1) / 64) * 64;
  for (let at = 0; at < end; at += 64) round(at, k1, 1n);
  const factor = u64(k1 + ((z & 0xffn) << 1n));
  w = [u64(w[0] + BigInt((length - 1) & 63)), w[1]];
  v = [u64(v[0] + w[0]), v[1]];
  w = [u64(w[0] + v[0]), w[1]];
  round(length - 64, factor, 9n);
  const first = u64(combine(v[0], w[0], factor) + shiftMix(y) * k0 + z);
  return combine(first, u64(combine(v[1], w[1], factor) + x), factor);
}

/** Two fingerprints as one, as TensorFlow joins those of crossed features. */
export function joinFingerprints(first: bigint, second: bigint): bigint {
  const factor = 0xc6a4a7935bd1e995n;
  const mixed = u64(shiftMix(u64(second * factor)) * factor);
  return shiftMix(u64(shiftMix(u64((first ^ factor ^ mixed) * factor)) * factor));
}
