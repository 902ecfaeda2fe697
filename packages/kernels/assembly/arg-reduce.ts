// Where the largest or smallest number along the middle axis of [outer, length, inner] is: the first of equals.

/** Places from..to of `y`; 32-bit integers where `integers` is 1. Units: elements of y. */
export function argReduce(smallest: i32, integers: i32, length: i32, inner: i32, x: usize, y: usize, from: i32, to: i32, scratch: usize): void {
  const step = <usize>inner << 2;
  for (let unit = from; unit < to; unit++) {
    let p = x + ((<usize>(unit / inner) * <usize>length * <usize>inner + <usize>(unit % inner)) << 2), at = 0;
    if (integers) {
      let best = load<i32>(p);
      for (let i = 1; i < length; i++) {
        const value = load<i32>((p += step));
        if (smallest ? value < best : value > best) { best = value; at = i; }
      }
    } else {
      let best = load<f32>(p);
      for (let i = 1; i < length; i++) {
        const value = load<f32>((p += step));
        if (smallest ? value < best : value > best) { best = value; at = i; }
      }
    }
    store<i32>(y + (<usize>unit << 2), at);
  }
}
