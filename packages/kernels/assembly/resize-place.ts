// Where the pixels of a resized image come from, as TensorFlow reckons in float32.

/** How many input pixels an output pixel is long. */
// @ts-ignore: decorator
@inline
export function scaleOf(size: i32, resized: i32, alignCorners: i32): f32 {
  const align = alignCorners && resized > 1;
  return <f32>(align ? size - 1 : size) / <f32>(align ? resized - 1 : resized);
}

/** The place of an output pixel among those of the input. */
// @ts-ignore: decorator
@inline
export function placeOf(at: i32, scale: f32, halfPixels: i32): f32 {
  return halfPixels ? (<f32>at + <f32>0.5) * scale - <f32>0.5 : <f32>at * scale;
}

/** The input pixel that is nearest to it. */
// @ts-ignore: decorator
@inline
export function nearestIndex(at: i32, scale: f32, size: i32, alignCorners: i32, halfPixels: i32): i32 {
  const position: f32 = halfPixels ? (<f32>at + <f32>0.5) * scale : <f32>at * scale;
  // ties round away from zero
  const index = alignCorners ? <i32>floor<f32>(position + <f32>0.5) : <i32>floor<f32>(position);
  return max(0, min(size - 1, index));
}
