// A program on several threads: each instance of the module runs here in a thread of its own, all on one memory.
//
//   caller   lead: |--take--|--take--|-small-|--take--|--take--| done      one ticket says which block is being done and how
//   helper 1 help:   |--take----|....zzz....... |--take--|...zzz           many of its chunks are left; whoever is free takes
//   helper 2 help:  zzz...............................|-take-|.zzz         one, by subtracting 1 from it
//
// There is no barrier: who finishes a block's last chunk opens the next block, and does blocks of one chunk at once, without
// asking others. Nobody waits for a thread that has taken nothing, so a helper that sleeps or was set aside by the operating
// system delays only the chunk that it holds. Who does which chunk changes nothing in the result (the rule in src/abi.ts).
import {
  BLOCK_CHUNK, BLOCK_OP, BLOCK_UNITS, BLOCK_WORDS, CONTROL_FAILED, CONTROL_FINISHED, CONTROL_LIMIT, CONTROL_NEWS, CONTROL_OPEN, CONTROL_PATIENCE, CONTROL_PROGRAM,
  CONTROL_PULSE, CONTROL_SCRATCH, CONTROL_SLEEPERS, CONTROL_STRIDE, CONTROL_TICKET, CONTROL_TO, CONTROL_WAITING, execute,
} from "../wasm/dispatch";
import { blockAt, runBlock } from "./run";

/**
 * The lower half of a ticket when nothing is left to take. Threads that come too late still subtract, and there must be
 * something to subtract from, or the upper half would change.
 */
// @ts-ignore: decorator
@inline const NONE: u32 = 1 << 16;
/** Turns of the caller before it sleeps, some 10 microseconds, and of a helper, which waits longer for the next call to come. */
// @ts-ignore: decorator
@inline const SPINS: i32 = 10000;
// @ts-ignore: decorator
@inline const HELPER_SPINS: i32 = 40000;
/** So many times the caller's turns are a millisecond at least. */
// @ts-ignore: decorator
@inline const TURNS: i32 = 100;
/** What `finished` is when the caller has given up: a helper that ends its chunk after all opens no further block. */
// @ts-ignore: decorator
@inline const NEVER: i32 = -0x40000000;

// @ts-ignore: decorator
@inline
function chunks(block: usize): i32 {
  const units = load<i32>(block, BLOCK_UNITS), chunk = load<i32>(block, BLOCK_CHUNK);
  return chunk > 0 && units > chunk ? (units + chunk - 1) / chunk : 1;
}

// @ts-ignore: decorator
@inline
function left(ticket: u64): u32 {
  return <u32>ticket;
}

// @ts-ignore: decorator
@inline
function indexOf(ticket: u64): i32 {
  return <i32>(ticket >> 32);
}

// @ts-ignore: decorator
@inline
function ticketOf(index: i32, count: i32): u64 {
  return (<u64>index << 32) | <u64>(NONE + <u32>count);
}

/** The scratch of thread `number`; it stays while the thread holds a chunk. */
// @ts-ignore: decorator
@inline
function scratchOf(control: usize, number: i32): usize {
  return <usize>load<u32>(control, CONTROL_SCRATCH) + <usize>number * <usize>load<u32>(control, CONTROL_STRIDE);
}

/** Does blocks of one chunk from `index` on, opens the next that others can help with, or ends the program. */
function advance(control: usize, index: i32, scratch: usize): void {
  atomic.store<i32>(control, 0, CONTROL_OPEN);
  const program = <usize>load<u32>(control, CONTROL_PROGRAM), to = load<i32>(control, CONTROL_TO);
  let count = 0;
  for (; index < to; index++) {
    const block = blockAt(program, index);
    count = chunks(block);
    if (count > 1) break;
    index += runBlock(block, scratch);
  }
  atomic.store<i32>(control, 0, CONTROL_FINISHED);
  if (index == to) {
    atomic.store<u64>(control, ticketOf(to, 0), CONTROL_TICKET);
  } else {
    atomic.store<i32>(control, count, CONTROL_OPEN);
    atomic.store<u64>(control, ticketOf(index, count), CONTROL_TICKET);
    atomic.add<i32>(control, 1, CONTROL_NEWS);
    const sleepers = atomic.load<i32>(control, CONTROL_SLEEPERS);
    if (sleepers > 0) atomic.notify(control + CONTROL_NEWS, min(sleepers, count - 1));
  }
  atomic.add<i32>(control, 1, CONTROL_PULSE);
  if (atomic.load<i32>(control, CONTROL_WAITING) != 0) atomic.notify(control + CONTROL_PULSE, 1);
}

/** Thread `number` takes chunks and does them until there are none left to take. */
function work(control: usize, number: i32): void {
  while (left(atomic.load<u64>(control, CONTROL_TICKET)) > NONE) {
    const ticket = atomic.sub<u64>(control, 1, CONTROL_TICKET);
    const count = <i32>(left(ticket) - NONE);
    if (count <= 0) return; // somebody was faster
    // the block stays what it is until this chunk is finished
    const index = indexOf(ticket);
    const block = blockAt(<usize>load<u32>(control, CONTROL_PROGRAM), index);
    const units = load<i32>(block, BLOCK_UNITS), chunk = load<i32>(block, BLOCK_CHUNK), all = chunks(block);
    const from = (all - count) * chunk, scratch = scratchOf(control, number);
    execute(load<i32>(block, BLOCK_OP), block + BLOCK_WORDS, from, min(units, from + chunk), scratch);
    if (atomic.add<i32>(control, 1, CONTROL_FINISHED) == all - 1) advance(control, index + 1, scratch);
  }
}

/** Whether there is something for an idle caller: chunks, the end, or a helper that failed. */
// @ts-ignore: decorator
@inline
function stirs(control: usize, to: i32): bool {
  const ticket = atomic.load<u64>(control, CONTROL_TICKET);
  return left(ticket) > NONE || indexOf(ticket) == to || atomic.load<i32>(control, CONTROL_FAILED) != 0;
}

/** Waits until news of the program may have come, at most as long as the caller is patient; whether that was in vain. */
function rest(control: usize, to: i32): bool {
  const patience = <i64>load<i32>(control, CONTROL_PATIENCE) * 1000000;
  const pulse = atomic.load<i32>(control, CONTROL_PULSE);
  atomic.store<i32>(control, 1, CONTROL_WAITING);
  const waited = stirs(control, to) ? AtomicWaitResult.OK : atomic.wait<i32>(control + CONTROL_PULSE, pulse, patience);
  atomic.store<i32>(control, 0, CONTROL_WAITING);
  return waited == AtomicWaitResult.TIMED_OUT;
}

/**
 * Runs blocks from..to with the helpers that are there, of which each uses `stride` bytes of scratch behind the caller's. A
 * caller that may not sleep (the main thread of a page) spins. Returns how many helpers have failed; if any, the program is
 * not done. A helper that has ended in the midst of a chunk cannot say so: when nothing is finished for twice the patience
 * (once may be a process that was halted), the caller gives up and returns -1.
 */
export function lead(control: usize, program: usize, from: i32, to: i32, scratch: usize, stride: usize, maySleep: i32): i32 {
  store<u32>(control, <u32>program, CONTROL_PROGRAM);
  store<i32>(control, to, CONTROL_TO);
  store<u32>(control, <u32>scratch, CONTROL_SCRATCH);
  store<u32>(control, <u32>stride, CONTROL_STRIDE);
  advance(control, from, scratch);
  const patience = TURNS * load<i32>(control, CONTROL_PATIENCE);
  let before = -1, idle = 0;
  while (true) {
    work(control, 0);
    if (indexOf(atomic.load<u64>(control, CONTROL_TICKET)) == to) return 0;
    if (atomic.load<i32>(control, CONTROL_FAILED) != 0) {
      settle(control, 0);
      return atomic.load<i32>(control, CONTROL_FAILED);
    }
    for (let spin = 0; spin < SPINS && !stirs(control, to); spin++);
    const finished = atomic.load<i32>(control, CONTROL_FINISHED);
    if (stirs(control, to) || finished != before) idle = 0;
    before = finished;
    idle += !maySleep ? 1 : rest(control, to) ? patience : -idle;
    if (idle >= 2 * patience && !stirs(control, to)) {
      atomic.store<i32>(control, NEVER, CONTROL_FINISHED);
      return -1;
    }
  }
}

/**
 * After threads have trapped, each in a chunk, gives out no more, and waits until the others have done theirs. `own` is 1 when
 * the caller is one of them; helpers count themselves.
 */
export function settle(control: usize, own: i32): void {
  const last = atomic.xchg<u64>(control, ticketOf(-1, 0), CONTROL_TICKET);
  const taken = atomic.load<i32>(control, CONTROL_OPEN) - max(0, <i32>(left(last) - NONE));
  while (atomic.load<i32>(control, CONTROL_FINISHED) + atomic.load<i32>(control, CONTROL_FAILED) + own < taken);
}

/** The life of helper `number` (1, 2, ...): it helps until `limit` says that it should leave. */
export function help(control: usize, number: i32): void {
  while (true) {
    // before the limit is looked at: whoever lowers it sends news after that, and so wakes a helper that has not seen it
    const news = atomic.load<i32>(control, CONTROL_NEWS);
    if (atomic.load<i32>(control, CONTROL_LIMIT) <= number) return;
    work(control, number);
    let spin = 0;
    while (spin < HELPER_SPINS && atomic.load<i32>(control, CONTROL_NEWS) == news) spin++;
    if (spin < HELPER_SPINS) continue;
    atomic.add<i32>(control, 1, CONTROL_SLEEPERS);
    atomic.wait<i32>(control + CONTROL_NEWS, news, -1);
    atomic.sub<i32>(control, 1, CONTROL_SLEEPERS);
  }
}
