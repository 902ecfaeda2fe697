// Whether all, or any, of the bools along the middle axis of [outer, length, inner] hold. Bools are bytes, 0 or 1.

/** Places from..to of `y[o, i] = x[o, 0, i] and x[o, 1, i] and ..`, or the same with `or`. Units: elements of y. */
export function reduceBytes(any: i32, length: i32, inner: i32, x: usize, y: usize, from: i32, to: i32, scratch: usize): void {
  for (let unit = from; unit < to; unit++) {
    const p = x + <usize>(unit / inner) * <usize>length * <usize>inner + <usize>(unit % inner);
    let i = 0;
    while (i < length && load<u8>(p + <usize>i * <usize>inner) != <u8>any) i++;
    store<u8>(y + <usize>unit, i < length ? <u8>any : <u8>(1 - any));
  }
}
