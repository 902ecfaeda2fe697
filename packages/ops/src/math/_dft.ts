import type { Tensor } from "@hornbeam/core";
import { type HostValues, hostWork } from "@hornbeam/kernels";
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
  if (parts.size === 0) return tf.clone(parts);
  return hostWork([parts], parts.shape, "float32", (data) => transforms(data!, parts.shape.at(-1)!, sign));
}
function transforms(data: HostValues, size: number, sign: 1 | -1): Float32Array {
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
  return result;
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
  const withGradient = tf.customGrad((rows) => ({
    value: pairsOnHost(rows as Tensor),
    // the adjoint: the transform with the other sign of what stands for the whole, of which the real part is wanted
    gradFunc: (dy: Tensor) => {
      const [re, im] = tf.unstack(dy) as [Tensor, Tensor];
      return dft([resized(re, length), resized(im, length)], 1)[0];
    },
  }));
  const [re, im] = tf.unstack(withGradient(resized(x, length))) as [Tensor, Tensor];
  return [re, im];
}

/** Half the transforms of real rows, two at a time: as real and imaginary parts of one. `[2, ..., n / 2 + 1]`. */
function pairsOnHost(rows: Tensor): Tensor {
  const size = rows.shape.at(-1)!;
  const half = Math.floor(size / 2) + 1;
  const shape = [2, ...rows.shape.slice(0, -1), half];
  return hostWork([rows], shape, "float32", (data) => halfTransforms(data!, size, half));
}
function halfTransforms(data: HostValues, size: number, half: number): Float32Array {
  const count = size === 0 ? 0 : data.length / size;
  const result = new Float32Array(2 * count * half);
  const transform = fourierTransform(size);
  const [re, im] = [new Float64Array(size), new Float64Array(size)];
  for (let row = 0; row < count; row += 2) {
    const both = row + 1 < count;
    for (let i = 0; i < size; i++) {
      re[i] = data[row * size + i]!;
      im[i] = both ? data[(row + 1) * size + i]! : 0;
    }
    transform(re, im);
    for (let k = 0; k < half; k++) {
      const mirror = k === 0 ? 0 : size - k;
      const at = row * half + k;
      result[at] = (re[k]! + re[mirror]!) / 2;
      result[at + count * half] = (im[k]! - im[mirror]!) / 2;
      if (!both) continue;
      result[at + half] = (im[k]! + im[mirror]!) / 2;
      result[at + half + count * half] = (re[mirror]! - re[k]!) / 2;
    }
  }
  return result;
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
