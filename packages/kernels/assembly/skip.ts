// What makes a part of a program depend on a number in memory:
//
//   ┌──────┐ ┌────────────┐ ┌───┐ ┌───┐ ┌───┐
//   │ flag │ │ skip 2     │ │ A │ │ B │ │ C │     where the flag is not 0, A and B are passed over
//   └──────┘ └────────────┘ └───┘ └───┘ └───┘
//
// It has a single unit, so one thread decides, when all blocks before it are done; see assembly/run.ts.

/** Gives how many of the next blocks are passed over: `count` where the word at `flag` is not 0, or, with `clear`, where it is 0. */
export function skip(count: i32, clear: i32, flag: usize, from: i32, to: i32, scratch: usize): i32 {
  return (load<i32>(flag) == 0) == (clear != 0) ? count : 0;
}
