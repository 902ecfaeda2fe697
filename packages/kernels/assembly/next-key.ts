// The key of a generator's next draw: its state is a seed and the number of draws so far, and goes on by one.
//
//   state  seed | count     ->   key  s = mix(seed, count) | mix(0, s)        state  seed | count + 1

/** One well-mixed number of two: the finalizer of MurmurHash3 on a Weyl sequence. */
function mix(seed: u32, count: u32): u32 {
  let h = seed + count * 0x9e3779b9;
  h = (h ^ (h >>> 16)) * 0x85ebca6b;
  h = (h ^ (h >>> 13)) * 0xc2b2ae35;
  return h ^ (h >>> 16);
}

/** Writes a key and changes the state. Units: 1. */
export function nextKey(state: usize, key: usize, from: i32, to: i32, scratch: usize): void {
  const count = load<u32>(state, 4), seed = mix(load<u32>(state), count);
  store<u32>(key, seed);
  store<u32>(key, mix(0, seed), 4);
  store<u32>(state, count + 1, 4);
}
