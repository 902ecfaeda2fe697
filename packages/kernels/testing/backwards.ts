// Threads finish their chunks in any order, but on a quiet machine nearly in the one in which they take them. Here it is the
// reverse, always.
import { block } from "../src/abi.ts";
import { current } from "../src/current.ts";
import { memoryOf } from "../src/direct-runtime.ts";
import { compileModule, instantiate } from "../src/load-module.ts";

/** So much of the scratch is spoilt before each chunk: what a chunk believes to find there lies at its beginning. */
const spoilt = 1 << 14;

/**
 * From now on one thread does what several would share: the chunks of every command from the last to the first, each with NaN
 * in its scratch. The kernels must run in shared memory, and on two threads at least. Gives the way back.
 */
export async function runBackwards(): Promise<() => void> {
  const { runtime, variant } = current();
  const { pool } = runtime;
  const memory = memoryOf(runtime.backend);
  if (!pool || !memory) throw new Error("Cannot run backwards: the kernels must run in shared memory");
  const { part } = await instantiate(await compileModule(variant, true), memory);
  const { run } = pool;
  pool.run = (program, from, to, scratch, stride) => {
    const [bytes, words] = [new Uint8Array(memory.buffer), new Int32Array(memory.buffer)];
    for (let at = program + from * block.bytes; at < program + to * block.bytes; at += block.bytes) {
      const units = words[(at + block.units) / 4]!;
      const chunk = words[(at + block.chunk) / 4]! || units;
      for (let first = Math.floor((units - 1) / chunk) * chunk; first >= 0; first -= chunk) {
        bytes.fill(0xff, scratch, scratch + Math.min(stride, spoilt));
        part(at, first, Math.min(units, first + chunk), scratch);
      }
    }
  };
  return () => {
    pool.run = run;
  };
}
