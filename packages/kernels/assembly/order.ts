// Places that sort the middle axis of [outer, length, inner], equal numbers in their order.
//
// A number becomes an unsigned key that is in the same order, and key and place one word of 64 bits, key first:
//
//   few:   each is pushed down among the sorted ones that are wanted, as 64-bit words, which the places make different
//   many:  four rounds, one for each byte of the key, of which each counts the bytes and lays the words out by them, stably;
//          a byte that all keys share needs no round
//
//   scratch   256 counts for each of four bytes | words | words
import { SCRATCH } from "./simd";

/** Up to so many are found by pushing. */
// @ts-ignore: decorator
@inline const FEW: i32 = 48;

/** NaN is the largest, whatever its sign, and -0 equals 0. */
// @ts-ignore: decorator
@inline
function keyOfFloat(p: usize): u32 {
  const value = load<f32>(p);
  if (value != value) return 0xffffffff;
  const bits = reinterpret<u32>(value + 0);
  return bits & 0x80000000 ? ~bits : bits | 0x80000000;
}

/** Pushes a word down among the `kept` sorted ones at `words`, of which there are at most `count`; gives how many are there then. */
// @ts-ignore: decorator
@inline
function keep(word: u64, kept: i32, count: i32, words: usize): i32 {
  let p = words + (<usize>kept << 3);
  if (kept == count) {
    p -= 8;
    if (load<u64>(p) <= word) return kept;
  } else kept++;
  for (; p > words && load<u64>(p - 8) > word; p -= 8) store<u64>(p, load<u64>(p - 8));
  store<u64>(p, word);
  return kept;
}

/** Sorts the words at `words` with as much room at `others`; gives where they are then. */
function byBytes(length: i32, words: usize, others: usize, counts: usize): usize {
  memory.fill(counts, 0, 4096);
  for (let i = 0; i < length; i++) {
    const key = load<u32>(words + (<usize>i << 3), 4);
    for (let byte: u32 = 0; byte < 4; byte++) {
      const p = counts + (<usize>byte << 10) + <usize>((key >> (byte << 3)) & 255) * 4;
      store<i32>(p, load<i32>(p) + 1);
    }
  }
  for (let byte: u32 = 0; byte < 4; byte++) {
    const table = counts + (<usize>byte << 10), shift = byte << 3;
    if (load<i32>(table + <usize>((load<u32>(words, 4) >> shift) & 255) * 4) == length) continue;
    let start = 0;
    for (let p = table; p < table + 1024; p += 4) {
      const count = load<i32>(p);
      store<i32>(p, start);
      start += count;
    }
    for (let i = 0; i < length; i++) {
      const word = load<u64>(words + (<usize>i << 3)), p = table + <usize>((<u32>(word >> 32) >> shift) & 255) * 4;
      const at = load<i32>(p);
      store<u64>(others + (<usize>at << 3), word);
      store<i32>(p, at + 1);
    }
    const sorted = others;
    others = words;
    words = sorted;
  }
  return words;
}

/**
 * The first `count` places `y[o, .., i]` of the numbers `x[o, .., i]`, the smallest first, or the largest where `falling` is 1, and the
 * numbers there, unless `values` is 0. `room` has 16 bytes for each number of a row; where it is 0, scratch has. Units: elements of outer
 * and inner axes.
 */
export function order(falling: i32, integers: i32, length: i32, inner: i32, count: i32, x: usize, y: usize, values: usize, room: usize, from: i32, to: i32, scratch: usize): void {
  const words = room ? room : scratch + SCRATCH, step = <usize>inner << 2, turn: u32 = falling ? 0xffffffff : 0;
  if (!count) return;
  for (let unit = from; unit < to; unit++) {
    const outer = <usize>(unit / inner), rest = <usize>(unit % inner);
    const first = x + ((outer * <usize>length * <usize>inner + rest) << 2);
    let p = first, kept = 0;
    for (let i = 0; i < length; i++, p += step) {
      const key = integers ? load<u32>(p) ^ 0x80000000 : keyOfFloat(p), word = (<u64>(key ^ turn) << 32) | <u64>i;
      if (count <= FEW) kept = keep(word, kept, count, words);
      else store<u64>(words + (<usize>i << 3), word);
    }
    const sorted = count <= FEW ? words : byBytes(length, words, words + (<usize>length << 3), scratch);
    let at = (outer * <usize>count * <usize>inner + rest) << 2;
    for (let i = 0; i < count; i++, at += step) {
      const place = load<u32>(sorted + (<usize>i << 3));
      store<u32>(y + at, place);
      if (values) store<u32>(values + at, load<u32>(first + <usize>place * step));
    }
  }
}
