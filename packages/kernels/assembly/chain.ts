// Two commands in turn, piece by piece: the first makes some rows of a matrix, the second uses them up while they are near,
// and the matrix never exists.
//
//     first    rows 0..s  |             rows s..2s |             ...
//     second              | rows 0..s              | rows s..2s  ...
//     memory   [ s rows in scratch ]   the same scratch again
//
// So a gradient goes into its optimizer: neither is written to memory and read again.
import { execute } from "../wasm/dispatch";
import { SCRATCH } from "./simd";

/** Words of a block behind those of the chain itself. */
// @ts-ignore: decorator
@inline const WORDS: usize = 53;

/**
 * Rows from..to by command `first`, then their `size` elements each by command `second`, `step` rows at a time. The arguments
 * of both, `count` words of the first's and then the second's, are at `rest`; number `place1` and `place2` among them is where
 * the rows lie. Scratch behind the usual: 512 bytes, and a step's rows. Units: rows.
 */
export function chain(first: i32, second: i32, step: i32, size: i32, count: i32, place1: i32, place2: i32, rest: usize,
  from: i32, to: i32, scratch: usize): void {
  const one = scratch + SCRATCH, two = one + (<usize>count << 2), rows = one + 512;
  memory.copy(one, rest, WORDS << 2);
  for (let end = to, i = 0; end > from; end = i) {
    i = max(from, end - step);
    // where row 0 would lie if they all existed
    const start = <u32>rows - (<u32>(i * size) << 2);
    store<u32>(one + (<usize>place1 << 2), start);
    store<u32>(two + (<usize>place2 << 2), start);
    execute(first, one, i, end, scratch);
    execute(second, two, i * size, end * size, scratch);
  }
}
