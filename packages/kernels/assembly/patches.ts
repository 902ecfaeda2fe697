// Patches as rows of a matrix, for the convolutions that the direct kernels do not do (three axes, groups, dilation, strided
// input gradients):
//
//   output voxel p  ->  row p: kd * kh * kw * cin floats, tap by tap; taps that lie in the padding are zero
//
// Only as many rows as fit a block of scratch exist at a time. `cin` channels are taken of the `channels` that a voxel has.

// @ts-ignore: decorator
@inline
function copyFloats(from: usize, to: usize, count: i32): void {
  let i = 0;
  for (; i + 4 <= count; i += 4) v128.store(to + (<usize>i << 2), v128.load(from + (<usize>i << 2)));
  for (; i < count; i++) store<f32>(to + (<usize>i << 2), load<f32>(from + (<usize>i << 2)));
}

// @ts-ignore: decorator
@inline
function clearFloats(to: usize, count: i32): void {
  let i = 0;
  for (; i + 4 <= count; i += 4) v128.store(to + (<usize>i << 2), f32x4.splat(0));
  for (; i < count; i++) store<f32>(to + (<usize>i << 2), 0);
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

/** The patches of output voxels p0..p1 of one image; its first channel that is taken is at `image`. */
export function gatherPatches(d: i32, h: i32, w: i32, channels: i32, cin: i32, front: i32, top: i32, left: i32, kd: i32, kh: i32, kw: i32,
  dd: i32, dh: i32, dw: i32, oh: i32, ow: i32, sd: i32, sh: i32, sw: i32, image: usize, p0: i32, p1: i32, patches: usize): void {
  const voxel = <usize>channels << 2, tap = <usize>cin << 2, run = <usize>kw * tap, whole = dw == 1 && cin == channels;
  for (let p = p0; p < p1; p++) {
    const z0 = p / (oh * ow) * sd - front, y0 = p / ow % oh * sh - top, x0 = p % ow * sw - left;
    for (let e = 0; e < kd; e++) {
      const z = z0 + e * dd;
      for (let r = 0; r < kh; r++, patches += run) {
        const y = y0 + r * dh;
        if (<u32>z >= <u32>d || <u32>y >= <u32>h) {
          clearFloats(patches, kw * cin);
          continue;
        }
        const row = image + <usize>((z * h + y) * w) * voxel;
        if (whole && x0 >= 0 && x0 + kw <= w) {
          copyFloats(row + <usize>x0 * voxel, patches, kw * cin);
          continue;
        }
        for (let s = 0; s < kw; s++) {
          const x = x0 + s * dw, to = patches + <usize>s * tap;
          if (<u32>x < <u32>w) copyFloats(row + <usize>x * voxel, to, cin);
          else clearFloats(to, cin);
        }
      }
    }
  }
}

/** Adds patches of output voxels p0..p1 to the image they were taken from. */
export function scatterPatches(d: i32, h: i32, w: i32, channels: i32, cin: i32, front: i32, top: i32, left: i32, kd: i32, kh: i32, kw: i32,
  dd: i32, dh: i32, dw: i32, oh: i32, ow: i32, sd: i32, sh: i32, sw: i32, image: usize, p0: i32, p1: i32, patches: usize): void {
  const voxel = <usize>channels << 2, tap = <usize>cin << 2, run = <usize>kw * tap;
  for (let p = p0; p < p1; p++) {
    const z0 = p / (oh * ow) * sd - front, y0 = p / ow % oh * sh - top, x0 = p % ow * sw - left;
    for (let e = 0; e < kd; e++) {
      const z = z0 + e * dd;
      for (let r = 0; r < kh; r++, patches += run) {
        const y = y0 + r * dh;
        if (<u32>z >= <u32>d || <u32>y >= <u32>h) continue;
        const row = image + <usize>((z * h + y) * w) * voxel;
        for (let s = 0; s < kw; s++) {
          const x = x0 + s * dw;
          if (<u32>x < <u32>w) addFloats(patches + <usize>s * tap, row + <usize>x * voxel, cin);
        }
      }
    }
  }
}
