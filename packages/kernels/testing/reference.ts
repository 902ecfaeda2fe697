// Plain float64 versions of the kernels, straight from their formulas.

type Numbers = ArrayLike<number>;

/** `op(a) op(b)`: `[m, k]` times `[k, n]`. */
export function matMul(
  a: Numbers,
  b: Numbers,
  m: number,
  n: number,
  k: number,
  transposeA = false,
  transposeB = false,
): Float64Array {
  return Float64Array.from({ length: m * n }, (_, at) => {
    const i = Math.floor(at / n);
    const j = at % n;
    let sum = 0;
    for (let p = 0; p < k; p++) sum += a[transposeA ? p * m + i : i * k + p]! * b[transposeB ? j * k + p : p * n + j]!;
    return sum;
  });
}

/** Sizes of a convolution or a pooling, NHWC. */
export interface Windows {
  readonly batch: number;
  readonly h: number;
  readonly w: number;
  readonly cin: number;
  readonly cout: number;
  readonly kh: number;
  readonly kw: number;
  readonly sh: number;
  readonly sw: number;
  readonly dh: number;
  readonly dw: number;
  readonly top: number;
  readonly left: number;
  readonly oh: number;
  readonly ow: number;
}

/** Calls `visit` for every output pixel and every tap of it that lies inside of the image. */
export function eachTap(s: Windows, visit: (output: number, input: number, tap: number) => void): void {
  for (let n = 0; n < s.batch; n++) {
    for (let r = 0; r < s.oh; r++) {
      for (let q = 0; q < s.ow; q++) {
        for (let a = 0; a < s.kh; a++) {
          for (let b = 0; b < s.kw; b++) {
            const y = r * s.sh - s.top + a * s.dh;
            const x = q * s.sw - s.left + b * s.dw;
            if (y < 0 || y >= s.h || x < 0 || x >= s.w) continue;
            visit((n * s.oh + r) * s.ow + q, (n * s.h + y) * s.w + x, a * s.kw + b);
          }
        }
      }
    }
  }
}

/** Convolution and, for a gradient `dy` of its output, the gradients of input and filter. */
export function conv2d(s: Windows, x: Numbers, filter: Numbers, dy: Numbers) {
  const y = new Float64Array(s.batch * s.oh * s.ow * s.cout);
  const dx = new Float64Array(s.batch * s.h * s.w * s.cin);
  const dw = new Float64Array(s.kh * s.kw * s.cin * s.cout);
  eachTap(s, (output, input, tap) => {
    for (let ci = 0; ci < s.cin; ci++) {
      for (let co = 0; co < s.cout; co++) {
        const f = (tap * s.cin + ci) * s.cout + co;
        const g = output * s.cout + co;
        const i = input * s.cin + ci;
        y[g]! += x[i]! * filter[f]!;
        dx[i]! += dy[g]! * filter[f]!;
        dw[f]! += dy[g]! * x[i]!;
      }
    }
  });
  return { y, dx, dw };
}

/** Depthwise convolution, `cout / cin` filters a channel, and its gradients. */
export function depthwise(s: Windows, x: Numbers, filter: Numbers, dy: Numbers) {
  const multiplier = s.cout / s.cin;
  const y = new Float64Array(s.batch * s.oh * s.ow * s.cout);
  const dx = new Float64Array(s.batch * s.h * s.w * s.cin);
  const dw = new Float64Array(s.kh * s.kw * s.cout);
  eachTap(s, (output, input, tap) => {
    for (let co = 0; co < s.cout; co++) {
      const i = input * s.cin + Math.floor(co / multiplier);
      const f = tap * s.cout + co;
      const g = output * s.cout + co;
      y[g]! += x[i]! * filter[f]!;
      dx[i]! += dy[g]! * filter[f]!;
      dw[f]! += dy[g]! * x[i]!;
    }
  });
  return { y, dx, dw };
}

/** Maximum over windows, and its gradient: the first maximum takes all. */
export function maxPool(s: Windows, x: Numbers, dy: Numbers) {
  const size = s.batch * s.oh * s.ow * s.cin;
  const y = new Float64Array(size).fill(Number.NEGATIVE_INFINITY);
  const at = new Int32Array(size).fill(-1);
  eachTap(s, (output, input) => {
    for (let c = 0; c < s.cin; c++) {
      const value = x[input * s.cin + c]!;
      const o = output * s.cin + c;
      if (at[o]! >= 0 && !(value > y[o]!) && !(Number.isNaN(value) && !Number.isNaN(y[o]!))) continue;
      if (Number.isNaN(y[o]!)) continue;
      y[o] = value;
      at[o] = input * s.cin + c;
    }
  });
  const dx = new Float64Array(s.batch * s.h * s.w * s.cin);
  at.forEach((i, o) => {
    if (i >= 0 && !Number.isNaN(y[o]!)) dx[i]! += dy[o]!;
  });
  return { y, dx };
}

/** Average over what of the windows is inside. */
export function averagePool(s: Windows, x: Numbers): Float64Array {
  const counts = new Float64Array(s.batch * s.oh * s.ow);
  const y = new Float64Array(counts.length * s.cin);
  eachTap(s, (output, input) => {
    counts[output]!++;
    for (let c = 0; c < s.cin; c++) y[output * s.cin + c]! += x[input * s.cin + c]!;
  });
  return y.map((sum, at) => sum / counts[Math.floor(at / s.cin)]!);
}

/** Gradient of an average over what of the windows is inside. */
export function averagePoolGradient(s: Windows, dy: Numbers): Float64Array {
  const counts = new Float64Array(s.batch * s.oh * s.ow);
  eachTap(s, (output) => {
    counts[output]!++;
  });
  const dx = new Float64Array(s.batch * s.h * s.w * s.cin);
  eachTap(s, (output, input) => {
    for (let c = 0; c < s.cin; c++) dx[input * s.cin + c]! += dy[output * s.cin + c]! / counts[output]!;
  });
  return dx;
}

/** Sizes of a convolution over three axes, NDHWC, of `groups` groups of channels. */
export interface Volumes extends Windows {
  readonly d: number;
  readonly kd: number;
  readonly sd: number;
  readonly dd: number;
  readonly front: number;
  readonly od: number;
  readonly groups: number;
}

/** Convolution over three axes in groups, and its gradients. */
export function conv3d(s: Volumes, x: Numbers, filter: Numbers, dy: Numbers) {
  const [ci, co] = [s.cin / s.groups, s.cout / s.groups];
  const y = new Float64Array(s.batch * s.od * s.oh * s.ow * s.cout);
  const dx = new Float64Array(s.batch * s.d * s.h * s.w * s.cin);
  const dw = new Float64Array(s.kd * s.kh * s.kw * ci * s.cout);
  // each pair of planes is a convolution over two axes
  for (let n = 0; n < s.batch; n++) {
    for (let z = 0; z < s.od; z++) {
      for (let e = 0; e < s.kd; e++) {
        const plane = z * s.sd - s.front + e * s.dd;
        if (plane < 0 || plane >= s.d) continue;
        eachTap({ ...s, batch: 1 }, (output, input, tap) => {
          for (let o = 0; o < s.cout; o++) {
            for (let c = 0; c < ci; c++) {
              const g = ((n * s.od + z) * s.oh * s.ow + output) * s.cout + o;
              const i = ((n * s.d + plane) * s.h * s.w + input) * s.cin + Math.floor(o / co) * ci + c;
              const f = ((e * s.kh * s.kw + tap) * ci + c) * s.cout + o;
              y[g]! += x[i]! * filter[f]!;
              dx[i]! += dy[g]! * filter[f]!;
              dw[f]! += dy[g]! * x[i]!;
            }
          }
        });
      }
    }
  }
  return { y, dx, dw };
}

/** Calls `visit` for every output voxel and every tap of it that lies inside of the volume, in order. */
export function eachVolumeTap(s: Volumes, visit: (output: number, input: number) => void): void {
  for (let n = 0; n < s.batch; n++) {
    for (let z = 0; z < s.od; z++) {
      for (let e = 0; e < s.kd; e++) {
        const plane = z * s.sd - s.front + e * s.dd;
        if (plane < 0 || plane >= s.d) continue;
        eachTap({ ...s, batch: 1 }, (output, input) =>
          visit((n * s.od + z) * s.oh * s.ow + output, (n * s.d + plane) * s.h * s.w + input),
        );
      }
    }
  }
}

/** Maximum and average over three axes with the gradients: each maximum takes all, an average is of what is inside. */
export function pool3d(s: Volumes, x: Numbers, dy: Numbers) {
  const size = s.batch * s.od * s.oh * s.ow * s.cin;
  const most = new Float64Array(size).fill(Number.NEGATIVE_INFINITY);
  const sums = new Float64Array(size);
  const counts = new Float64Array(size);
  const each = (visit: (output: number, input: number) => void) =>
    eachVolumeTap(s, (output, input) => {
      for (let c = 0; c < s.cin; c++) visit(output * s.cin + c, input * s.cin + c);
    });
  each((o, i) => {
    most[o] = Math.max(most[o]!, x[i]!);
    sums[o]! += x[i]!;
    counts[o]!++;
  });
  const [toMost, toAverage] = [new Float64Array(x.length), new Float64Array(x.length)];
  each((o, i) => {
    if (x[i] === most[o]) toMost[i]! += dy[o]!;
    toAverage[i]! += dy[o]! / counts[o]!;
  });
  return { most, toMost, average: sums.map((sum, o) => sum / counts[o]!), toAverage };
}
