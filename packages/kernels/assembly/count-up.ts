// The number of steps so far, in place: one more. It stays at the largest that there is.

/** Adds 1. Units: 1. */
export function countUp(count: usize, from: i32, to: i32, scratch: usize): void {
  const before = load<i32>(count);
  if (before < i32.MAX_VALUE) store<i32>(count, before + 1);
}
