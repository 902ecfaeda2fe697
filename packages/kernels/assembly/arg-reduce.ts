// Where the largest or smallest number along the middle axis of [outer, length, inner] is: the first of equals. NaN is never better,
// and nothing is better than NaN at the first place.
//
//   inner = 1: four places of a row side by side, each lane begins with the row's first number; the best lane at the end,
//   of equals the one that found its number first         inner > 1: strips of 16 columns walk down

// @ts-ignore: decorator
@inline
function better(smallest: bool, integers: bool, a: v128, b: v128): v128 {
  if (integers) return smallest ? i32x4.lt_s(a, b) : i32x4.gt_s(a, b);
  return smallest ? f32x4.lt(a, b) : f32x4.gt(a, b);
}

/** Of two places with their numbers, in all lanes alike, the better one, or the earlier of equals. */
// @ts-ignore: decorator
@inline
function comesFirst(smallest: bool, integers: bool, a: v128, placeA: v128, b: v128, placeB: v128): v128 {
  const equal = integers ? i32x4.eq(a, b) : f32x4.eq(a, b);
  return v128.or(better(smallest, integers, a, b), v128.and(equal, i32x4.lt_s(placeA, placeB)));
}

// @ts-ignore: decorator
@inline
function row(smallest: bool, integers: bool, length: i32, x: usize): i32 {
  let best = v128.load32_splat(x), places = i32x4.splat(0), place = i32x4(0, 1, 2, 3), i = 0;
  for (; i + 4 <= length; i += 4) {
    const v = v128.load(x + (<usize>i << 2)), found = better(smallest, integers, v, best);
    best = v128.bitselect(v, best, found);
    places = v128.bitselect(place, places, found);
    place = i32x4.add(place, i32x4.splat(4));
  }
  for (let shift = 0; shift < 2; shift++) {
    const other = shift ? v128.shuffle<i32>(best, best, 1, 0, 3, 2) : v128.shuffle<i32>(best, best, 2, 3, 0, 1);
    const otherPlaces = shift ? v128.shuffle<i32>(places, places, 1, 0, 3, 2) : v128.shuffle<i32>(places, places, 2, 3, 0, 1);
    const found = comesFirst(smallest, integers, other, otherPlaces, best, places);
    best = v128.bitselect(other, best, found);
    places = v128.bitselect(otherPlaces, places, found);
  }
  for (; i < length; i++) {
    const v = v128.load32_splat(x + (<usize>i << 2)), found = better(smallest, integers, v, best);
    best = v128.bitselect(v, best, found);
    places = v128.bitselect(i32x4.splat(i), places, found);
  }
  return i32x4.extract_lane(places, 0);
}

/** Four columns, or one (all lanes alike). */
// @ts-ignore: decorator
@inline
function columns(smallest: bool, integers: bool, four: bool, length: i32, step: usize, x: usize): v128 {
  let best = four ? v128.load(x) : v128.load32_splat(x), places = i32x4.splat(0);
  for (let i = 1; i < length; i++) {
    x += step;
    const v = four ? v128.load(x) : v128.load32_splat(x), found = better(smallest, integers, v, best);
    best = v128.bitselect(v, best, found);
    places = v128.bitselect(i32x4.splat(i), places, found);
  }
  return places;
}

// @ts-ignore: decorator
@inline
function units(smallest: bool, integers: bool, length: i32, inner: i32, x: usize, y: usize, from: i32, to: i32): void {
  const strips = (inner + 15) / 16, step = <usize>inner << 2;
  for (let unit = from; unit < to; unit++) {
    if (inner == 1) {
      store<i32>(y + (<usize>unit << 2), row(smallest, integers, length, x + (<usize>unit * <usize>length << 2)));
      continue;
    }
    const outer = <usize>(unit / strips), last = min(inner, unit % strips * 16 + 16);
    const source = x + outer * <usize>length * step, target = y + outer * step;
    let j = unit % strips * 16;
    for (; j + 4 <= last; j += 4) v128.store(target + (<usize>j << 2), columns(smallest, integers, true, length, step, source + (<usize>j << 2)));
    for (; j < last; j++) v128.store32_lane(target + (<usize>j << 2), columns(smallest, integers, false, length, step, source + (<usize>j << 2)), 0);
  }
}

/** Places; of 32-bit integers where `integers` is 1. Units: rows where `inner` is 1, else strips of 16 columns of one place of the outer axis. */
export function argReduce(smallest: i32, integers: i32, length: i32, inner: i32, x: usize, y: usize, from: i32, to: i32, scratch: usize): void {
  if (smallest && integers) units(true, true, length, inner, x, y, from, to);
  else if (smallest) units(true, false, length, inner, x, y, from, to);
  else if (integers) units(false, true, length, inner, x, y, from, to);
  else units(false, false, length, inner, x, y, from, to);
}
