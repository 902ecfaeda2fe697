// Damages good files in ways that a seed decides, and reads them: each must be read, or be refused by an error of our own
// that is short, in little time, with no tensor left behind.
//   npm run fuzz -- [--seed 1] [--seconds 2.5] [--only pickle]      seconds are for each reader
import { parseArgs } from "node:util";
import { KerasError, memory, ready } from "@hornbeam/core";
import { mutate, numbers } from "./mutate.ts";
import { type Reader, readers } from "./readers.ts";

const { values } = parseArgs({
  options: {
    seed: { type: "string", default: "1" },
    seconds: { type: "string", default: "2.5" },
    only: { type: "string" },
  },
});
const slowest = 2000;
const longestMessage = 2000;
/** Bytes that the process may grow by while it reads one file: more than the garbage of many, less than a bomb. */
const mostMemory = 2 ** 30;

await ready();
console.warn = () => {}; // damaged files may be worth a warning, thousands are not
let failed = 0;
let passed = 0;
for (const reader of await readers()) {
  if (values.only !== undefined && reader.name !== values.only) continue;
  const { tried, refused, problem } = await fuzz(reader, Number(values.seed), Number(values.seconds) * 1000);
  if (problem === undefined) passed++;
  else failed++;
  console.log(
    `${problem === undefined ? "ok  " : "FAIL"} ${reader.name.padEnd(18)} ${tried} files, ${refused} refused`,
  );
  if (problem !== undefined) console.log(`     ${problem}`);
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;

async function fuzz({ name, seeds, read }: Reader, seed: number, time: number) {
  let refused = 0;
  let tried = 0;
  for (const whole of seeds) dispose(await read(whole.slice())); // the good ones are good
  const end = performance.now() + time;
  for (; performance.now() < end; tried++) {
    // each file is that of its number, whatever was tried before
    const next = numbers(Math.imul(seed, 0x9e3779b1) ^ Math.imul(tried, 0x85ebca6b));
    const bytes = mutate(seeds[tried % seeds.length]!, seeds[(tried + 1) % seeds.length]!, next);
    const tensors = memory().numTensors;
    const start = performance.now();
    const resident = process.memoryUsage.rss();
    let problem: string | undefined;
    try {
      dispose(await read(bytes.slice()));
    } catch (error) {
      refused++;
      problem = problemOf(error);
    }
    const took = performance.now() - start;
    const grown = process.memoryUsage.rss() - resident;
    if (grown > mostMemory) problem ??= `took ${grown} bytes of memory`;
    if (took > slowest) problem ??= `took ${Math.round(took)} ms`;
    if (memory().numTensors !== tensors) problem ??= `${memory().numTensors - tensors} tensors are left`;
    if (problem !== undefined) return { tried, refused, problem: `${name}, seed ${seed}, file ${tried}: ${problem}` };
  }
  return { tried, refused, problem: undefined };
}

function problemOf(error: unknown): string | undefined {
  if (!(error instanceof KerasError)) return error instanceof Error ? (error.stack ?? String(error)) : String(error);
  return error.message.length < longestMessage ? undefined : `a message of ${error.message.length} characters`;
}

function dispose(value: unknown): void {
  if ((typeof value === "object" || typeof value === "function") && value !== null && Symbol.dispose in value)
    (value as Disposable)[Symbol.dispose]();
}
