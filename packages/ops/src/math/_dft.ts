import type { Tensor } from "@hornbeam/core";
import * as tf from "@hornbeam/kernels/tfjs";
import { fourierTransform } from "./_fourier.ts";

/** Real and imaginary parts. */
export type Complex = readonly [real: Tensor, imag: Tensor];

/**
 * Fourier transforms along the last axis, with the sign of the exponent given; not divided by the length. Computed on
 * the host in float64. The gradient is the transform with the other sign, and so has gradients of any order.
 */
export function dft([real, imag]: Complex, sign: 1 | -1): Complex {
  const [re, im] = tf.unstack(transformed(tf.stack([real, imag]), sign)) as [Tensor, Tensor];
  return [re, im];
}

/** The same on `[2, ..., n]`: real parts, then imaginary parts. */
function transformed(parts: Tensor, sign: 1 | -1): Tensor {
  const withGradient = tf.customGrad((x) => ({
    value: onHost(x as Tensor, sign),
    gradFunc: (dy: Tensor) => transformed(dy, sign === 1 ? -1 : 1),
  }));
  return withGradient(parts);
}

function onHost(parts: Tensor, sign: 1 | -1): Tensor {
  const size = parts.shape.at(-1)!;
  if (parts.size === 0) return tf.clone(parts);
  const data = parts.dataSync();
  const result = new Float32Array(data.length);
  const imaginary = data.length / 2;
  const transform = fourierTransform(size);
  const [re, im] = [new Float64Array(size), new Float64Array(size)];
  for (let start = 0; start < imaginary; start += size) {
    for (let i = 0; i < size; i++) {
      re[i] = data[start + i]!;
      im[i] = data[imaginary + start + i]!;
    }
    if (sign === -1) transform(re, im);
    else transform(im, re);
    result.set(re, start);
    result.set(im, imaginary + start);
  }
  return tf.tensor(result, parts.shape);
}

/** The last axis cut off or filled with zeros to a length. */
export function resized(x: Tensor, length: number): Tensor {
  const size = x.shape.at(-1)!;
  if (size === length) return x;
  if (size > length)
    return tf.slice(
      x,
      x.shape.map(() => 0),
      x.shape.with(-1, length),
    );
  return tf.pad(
    x,
    x.shape.map((_, axis): [number, number] => [0, axis === x.rank - 1 ? length - size : 0]),
  );
}

/** Transforms of real rows of `length`, without the half that mirrors the other: `length / 2 + 1` elements. */
export function realDft(x: Tensor, length: number): Complex {
  const rows = resized(x, length);
  const [re, im] = dft([rows, tf.zerosLike(rows)], -1);
  const half = Math.floor(length / 2) + 1;
  return [resized(re, half), resized(im, half)];
}

/** Real rows of `length` that have transforms of which the first half is given. */
export function inverseRealDft([real, imag]: Complex, length: number): Tensor {
  const half = Math.floor(length / 2) + 1;
  // element k beyond the middle is the conjugate of element n - k
  const mirrored = tf.tensor1d(
    Array.from({ length: length - half }, (_, i) => length - half - i),
    "int32",
  );
  const [re, im] = [resized(real, half), resized(imag, half)];
  const last = re.rank - 1;
  const whole = (part: Tensor, sign: 1 | -1): Tensor =>
    tf.concat([part, tf.mul(tf.gather(part, mirrored, last), sign)], last);
  const [values] = dft([whole(re, 1), whole(im, -1)], 1);
  return tf.div(values, length);
}
