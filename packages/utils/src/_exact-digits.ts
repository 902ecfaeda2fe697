/** A number as digits of a power of ten: `0.digits · 10^point`, with no rounding but the one asked for. */
export interface Exponential {
  /** As many digits as asked for, the first of them not zero unless the number is. */
  readonly digits: string;
  /** Power of ten of the first digit. */
  readonly exponent: number;
}

/** `|value| · 10^places`, rounded to a whole number: halves go to the even one, as the binary value has them exactly. */
export function scaled(value: number, places: number): bigint {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, Math.abs(value));
  const bits = view.getBigUint64(0);
  const biased = Number(bits >> 52n);
  const mantissa = (bits & 0xfffffffffffffn) | (biased === 0 ? 0n : 1n << 52n);
  const exponent = Math.max(biased, 1) - 1075;
  const numerator =
    (exponent > 0 ? mantissa << BigInt(exponent) : mantissa) * (places > 0 ? 10n ** BigInt(places) : 1n);
  const denominator = (exponent < 0 ? 1n << BigInt(-exponent) : 1n) * (places < 0 ? 10n ** BigInt(-places) : 1n);
  const whole = numerator / denominator;
  const twice = (numerator % denominator) * 2n;
  return twice > denominator || (twice === denominator && whole % 2n === 1n) ? whole + 1n : whole;
}

/** `|value|` with a fixed number of digits after the point. */
export function fixed(value: number, places: number): string {
  const digits = scaled(value, places)
    .toString()
    .padStart(places + 1, "0");
  return places === 0 ? digits : `${digits.slice(0, -places)}.${digits.slice(-places)}`;
}

/** `|value|` with a fixed number of digits in all. */
export function exponential(value: number, count: number): Exponential {
  if (value === 0) return { digits: "0".repeat(count), exponent: 0 };
  const exponent = shortest(value).exponent;
  const digits = scaled(value, count - 1 - exponent).toString();
  // 9.99 rounded to two digits is 10
  return digits.length > count ? { digits: digits.slice(0, count), exponent: exponent + 1 } : { digits, exponent };
}

/** `|value|` with the fewest digits that tell it from its neighbours. */
export function shortest(value: number): Exponential {
  const [mantissa, exponent] = Math.abs(value).toExponential().split("e") as [string, string];
  return { digits: mantissa.replace(".", ""), exponent: Number(exponent) };
}
