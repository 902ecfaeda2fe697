// Memory in its own order. What walks through images by channels or taps, jumps: the processor does not see what it will want next, and
// waits for main memory two or three times as long as for a stream. So such a kernel first reads a word of each cache line of
// what it is about to use, from the first to the last, a row at a time.

/** Brings `bytes` bytes at `p` into the cache. The sum of what was read goes to scratch, so that no compiler leaves the reads out. */
export function warm(p: usize, bytes: usize, scratch: usize): void {
  const end = p + bytes;
  let sum: i32 = 0, more: i32 = 0;
  for (; p + 128 <= end; p += 128) { sum ^= load<i32>(p); more ^= load<i32>(p, 64); }
  if (p < end) sum ^= load<i32>(p);
  store<i32>(scratch, sum ^ more);
}
