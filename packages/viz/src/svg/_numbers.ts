/** A number for people: four significant digits, a true minus, `1.2e−5` where the plain form would be long. */
export function readable(value: number, digits = 4): string {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  const size = Math.abs(value);
  const text = size !== 0 && (size < 1e-4 || size >= 1e6) ? scientific(value, digits) : plain(value, digits);
  return text.replaceAll("-", "−");
}

function plain(value: number, digits: number): string {
  return String(Number(value.toPrecision(Math.max(digits, String(Math.trunc(Math.abs(value))).length))));
}

function scientific(value: number, digits: number): string {
  const [mantissa, exponent] = value.toExponential(digits - 1).split("e") as [string, string];
  return `${Number(mantissa)}e${exponent.replace("+", "")}`;
}

/** Numbers in one form, with the decimals that a step between them needs: `0.90`, `0.95`, `1.00`. */
export function tickLabels(values: readonly number[], step: number): string[] {
  const largest = Math.max(...values.map(Math.abs), 0);
  if (step === 0 || largest >= 1e6 || step < 1e-5) return values.map((value) => readable(value, 6));
  const decimals = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  // a step of 2.5 has a decimal more than its size says
  const needed = Math.abs(step * 10 ** decimals - Math.round(step * 10 ** decimals)) > 1e-9 ? decimals + 1 : decimals;
  return values.map((value) =>
    value
      .toFixed(needed)
      .replace("-", "−")
      .replace(/^−(0(\.0+)?)$/, "$1"),
  );
}

/** Sorted whole numbers as ranges: `3, 5–7`. Beyond `most` ranges only their number is told. */
export function ranges(numbers: readonly number[], most = 4): string {
  const parts: string[] = [];
  for (let i = 0; i < numbers.length; ) {
    let end = i;
    while (end + 1 < numbers.length && numbers[end + 1] === numbers[end]! + 1) end++;
    parts.push(
      end === i ? `${numbers[i]}` : end === i + 1 ? `${numbers[i]}, ${numbers[end]}` : `${numbers[i]}–${numbers[end]}`,
    );
    i = end + 1;
  }
  return parts.length <= most ? parts.join(", ") : `${parts.slice(0, most).join(", ")}, … (${numbers.length} in all)`;
}
