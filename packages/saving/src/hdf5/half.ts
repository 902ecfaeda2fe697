/** Widens IEEE half-precision bits; every half is a float32. */
export function fromFloat16(bits: Uint16Array): Float32Array {
  const out = new Float32Array(bits.length);
  const outBits = new Uint32Array(out.buffer);
  for (let i = 0; i < bits.length; i++) {
    const half = bits[i]!;
    const exponent = (half >> 10) & 31;
    const mantissa = half & 1023;
    if (exponent === 0) {
      out[i] = mantissa * 2 ** -24; // zero and subnormal halves
      outBits[i]! |= (half & 0x8000) << 16;
    } else {
      const wide = exponent === 31 ? 255 : exponent + 112;
      outBits[i] = ((half & 0x8000) << 16) | (wide << 23) | (mantissa << 13);
    }
  }
  return out;
}

/** Half-precision bits of the nearest halves, ties to even. */
export function toFloat16(values: ArrayLike<number>): Uint16Array {
  const out = new Uint16Array(values.length);
  const single = new Float32Array(1);
  const singleBits = new Uint32Array(single.buffer);
  for (let i = 0; i < out.length; i++) {
    single[0] = values[i]!;
    const bits = singleBits[0]!;
    const sign = (bits >>> 16) & 0x8000;
    const size = bits & 0x7fffffff;
    if (size > 0x7f800000)
      out[i] = sign | 0x7e00 | ((size >>> 13) & 0x3ff); // NaN keeps what it can of its payload
    else if (size >= 0x477ff000)
      out[i] = sign | 0x7c00; // rounds to infinity
    else if (size < 0x38800000)
      out[i] = sign | roundToEven(Math.abs(single[0]) * 2 ** 24); // subnormal
    else out[i] = sign | ((size - 0x38000000 + 0xfff + ((size >>> 13) & 1)) >>> 13);
  }
  return out;
}

/** Widens bfloat16 bits: they are the upper half of a float32. */
export function fromBfloat16(bits: Uint16Array): Float32Array {
  const out = new Float32Array(bits.length);
  const outBits = new Uint32Array(out.buffer);
  for (let i = 0; i < bits.length; i++) outBits[i] = bits[i]! << 16;
  return out;
}

/** Bits of the nearest bfloat16 values, ties to even. */
export function toBfloat16(values: ArrayLike<number>): Uint16Array {
  const out = new Uint16Array(values.length);
  const single = new Float32Array(1);
  const singleBits = new Uint32Array(single.buffer);
  for (let i = 0; i < out.length; i++) {
    single[0] = values[i]!;
    const bits = singleBits[0]!;
    const notANumber = (bits & 0x7fffffff) > 0x7f800000;
    out[i] = notANumber ? (bits >>> 16) | 0x40 : (bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16;
  }
  return out;
}

function roundToEven(x: number): number {
  const floor = Math.floor(x);
  const rest = x - floor;
  return rest > 0.5 || (rest === 0.5 && floor % 2 === 1) ? floor + 1 : floor;
}
