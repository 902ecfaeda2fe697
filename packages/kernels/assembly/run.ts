// A program is done block by block; its layout is `block` in src/abi.ts.
import { BLOCK_BYTES, BLOCK_OP, BLOCK_UNITS, BLOCK_WORDS, execute } from "../wasm/dispatch";

/** Address of a block. */
// @ts-ignore: decorator
@inline
export function blockAt(program: usize, index: i32): usize {
  return program + <usize>index * BLOCK_BYTES;
}

/** Runs all units of one block; gives how many of those behind it are passed over. */
// @ts-ignore: decorator
@inline
export function runBlock(block: usize, scratch: usize): i32 {
  return execute(load<i32>(block, BLOCK_OP), block + BLOCK_WORDS, 0, load<i32>(block, BLOCK_UNITS), scratch);
}

/** Runs blocks from..to of a program on this thread. */
export function run(program: usize, from: i32, to: i32, scratch: usize): void {
  for (let i = from; i < to; i++) i += runBlock(blockAt(program, i), scratch);
}

/** Runs units from..to of one block: what a thread does with a chunk, here in whatever order and size the tests want. */
export function part(block: usize, from: i32, to: i32, scratch: usize): void {
  execute(load<i32>(block, BLOCK_OP), block + BLOCK_WORDS, from, to, scratch);
}
