/** Transforms `re + i·im` of one length in place, by `Σ x[k] · exp(-2πi·j·k / n)`. */
type Transform = (re: Float64Array, im: Float64Array) => void;

const known = /* @__PURE__ */ new Map<number, Transform>();

/**
 * Fourier transforms of rows of length `size`, in place and in float64, in `O(n log n)` for every size. The inverse one,
 * without its factor `1 / size`, is this one with `re` and `im` exchanged.
 */
export function fourierTransform(size: number): Transform {
  let transform = known.get(size);
  if (transform === undefined)
    known.set(size, (transform = (size & (size - 1)) === 0 ? powerOfTwo(size) : chirp(size)));
  return transform;
}

/** Cooley and Tukey's algorithm: neighbours first, then pairs of blocks twice as long each time. */
function powerOfTwo(size: number): Transform {
  const order = reversedBits(size);
  const [cos, sin] = circle(size, size >> 1);
  return (re, im) => {
    for (let i = 0; i < size; i++) {
      const j = order[i]!;
      if (j <= i) continue;
      [re[i], re[j]] = [re[j]!, re[i]!];
      [im[i], im[j]] = [im[j]!, im[i]!];
    }
    for (let half = 1, step = size >> 1; half < size; half *= 2, step >>= 1) {
      for (let start = 0; start < size; start += 2 * half) {
        for (let k = 0; k < half; k++) {
          const [a, b] = [start + k, start + k + half];
          const [c, s] = [cos[k * step]!, sin[k * step]!];
          const x = re[b]! * c + im[b]! * s;
          const y = im[b]! * c - re[b]! * s;
          re[b] = re[a]! - x;
          im[b] = im[a]! - y;
          re[a] = re[a]! + x;
          im[a] = im[a]! + y;
        }
      }
    }
  };
}

function reversedBits(size: number): Uint32Array {
  const order = new Uint32Array(size);
  for (let i = 1, top = size >> 1; i < size; i++) order[i] = (order[i >> 1]! >> 1) | (i & 1 ? top : 0);
  return order;
}

/** Cosines and sines of `count` angles of `size` on the circle. */
function circle(size: number, count: number): [cos: Float64Array, sin: Float64Array] {
  const angle = (i: number): number => (2 * Math.PI * i) / size;
  return [
    Float64Array.from({ length: count }, (_, i) => Math.cos(angle(i))),
    Float64Array.from({ length: count }, (_, i) => Math.sin(angle(i))),
  ];
}

/**
 * Bluestein's algorithm for other sizes: with `jk = (j² + k² - (j - k)²) / 2` the transform is a convolution with a
 * chirp, done by three transforms of a power of two.
 */
function chirp(size: number): Transform {
  const long = 2 ** Math.ceil(Math.log2(2 * size - 1));
  const transform = fourierTransform(long);
  // j² modulo 2n keeps the angle exact for large j
  const squares = Float64Array.from({ length: size }, (_, j) => (j * j) % (2 * size));
  const cos = squares.map((square) => Math.cos((Math.PI * square) / size));
  const sin = squares.map((square) => Math.sin((Math.PI * square) / size));
  const [filterRe, filterIm] = [new Float64Array(long), new Float64Array(long)];
  for (let j = 0; j < size; j++) {
    for (const at of [j, (long - j) % long]) {
      filterRe[at] = cos[j]!;
      filterIm[at] = sin[j]!;
    }
  }
  transform(filterRe, filterIm);
  const [re, im] = [new Float64Array(long), new Float64Array(long)];
  return (x, y) => {
    re.fill(0);
    im.fill(0);
    for (let j = 0; j < size; j++) {
      re[j] = x[j]! * cos[j]! + y[j]! * sin[j]!;
      im[j] = y[j]! * cos[j]! - x[j]! * sin[j]!;
    }
    transform(re, im);
    for (let k = 0; k < long; k++) {
      const product = re[k]! * filterRe[k]! - im[k]! * filterIm[k]!;
      im[k] = re[k]! * filterIm[k]! + im[k]! * filterRe[k]!;
      re[k] = product;
    }
    transform(im, re); // the inverse
    for (let j = 0; j < size; j++) {
      const [a, b] = [re[j]! / long, im[j]! / long];
      x[j] = a * cos[j]! + b * sin[j]!;
      y[j] = b * cos[j]! - a * sin[j]!;
    }
  };
}
