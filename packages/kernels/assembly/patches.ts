// Patches as rows of a matrix, for the convolutions that the direct kernels do not do (dilation, strided input gradients):
//
//   output pixel p  ->  row p: kh * kw * cin floats, tap by tap; taps that lie in the padding are zero
//
// Only as many rows as fit a block of scratch exist at a time.

// @ts-ignore: decorator
@inline
function copyFloats(from: usize, to: usize, count: i32): void {
  let i = 0;
  for (; i + 4 <= count; i += 4) v128.store(to + (<usize>i << 2), v128.load(from + (<usize>i << 2)));
  for (; i < count; i++) store<f32>(to + (<usize>i << 2), load<f32>(from + (<usize>i << 2)));
}

// @ts-ignore: decorator
@inline
function addFloats(from: usize, to: usize, count: i32): void {
  let i = 0;
  for (; i + 4 <= count; i += 4) {
    const o = <usize>i << 2;
    v128.store(to + o, f32x4.add(v128.load(to + o), v128.load(from + o)));
  }
  for (; i < count; i++) {
    const o = <usize>i << 2;
    store<f32>(to + o, load<f32>(to + o) + load<f32>(from + o));
  }
}

/** The patches of output pixels p0..p1 of one image. */
export function gatherPatches(h: i32, w: i32, cin: i32, top: i32, left: i32, kh: i32, kw: i32, dh: i32, dw: i32, ow: i32, sh: i32, sw: i32,
  image: usize, p0: i32, p1: i32, patches: usize): void {
  const pixel = <usize>cin << 2, run = <usize>kw * pixel;
  for (let p = p0; p < p1; p++) {
    const y0 = p / ow * sh - top, x0 = p % ow * sw - left;
    for (let r = 0; r < kh; r++, patches += run) {
      const y = y0 + r * dh;
      if (<u32>y >= <u32>h) {
        memory.fill(patches, 0, run);
        continue;
      }
      const row = image + <usize>(y * w) * pixel;
      for (let s = 0; s < kw; s++) {
        const x = x0 + s * dw, to = patches + <usize>s * pixel;
        if (<u32>x < <u32>w) copyFloats(row + <usize>x * pixel, to, cin);
        else memory.fill(to, 0, pixel);
      }
    }
  }
}

/** Adds patches of output pixels p0..p1 to the image they were taken from. */
export function scatterPatches(h: i32, w: i32, cin: i32, top: i32, left: i32, kh: i32, kw: i32, dh: i32, dw: i32, ow: i32, sh: i32, sw: i32,
  image: usize, p0: i32, p1: i32, patches: usize): void {
  const pixel = <usize>cin << 2, run = <usize>kw * pixel;
  for (let p = p0; p < p1; p++) {
    const y0 = p / ow * sh - top, x0 = p % ow * sw - left;
    for (let r = 0; r < kh; r++, patches += run) {
      const y = y0 + r * dh;
      if (<u32>y >= <u32>h) continue;
      const row = image + <usize>(y * w) * pixel;
      for (let s = 0; s < kw; s++) {
        const x = x0 + s * dw;
        if (<u32>x < <u32>w) addFloats(patches + <usize>s * pixel, row + <usize>x * pixel, cin);
      }
    }
  }
}
