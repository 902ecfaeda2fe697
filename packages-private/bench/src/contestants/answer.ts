import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import type { Answer, Request } from "../protocol.ts";

/** What a contestant can do; each takes one measured piece of work. */
export interface Actions {
  /** A step on the first batch: its loss. */
  step(): Promise<number>;
  /** An epoch over all samples: the number of its steps. */
  epoch(): Promise<number>;
  predictOne(): Promise<unknown>;
  predictAll(): Promise<unknown>;
}

/** Answers the driver's requests until the input ends. */
export async function answerRequests(actions: Actions): Promise<void> {
  const before = residentBytes("VmRSS");
  for await (const line of createInterface({ input: process.stdin })) {
    const request = JSON.parse(line) as Request;
    console.log(JSON.stringify({ values: await answer(actions, request, before) } satisfies Answer));
  }
}

async function answer(actions: Actions, request: Request, before: number): Promise<number[]> {
  if (request.do === "memory") return [residentBytes("VmHWM"), before];
  if (request.do === "predictAll") return [(await timed(() => actions.predictAll())).ms];
  if (request.do === "train") {
    const { ms, result } = await timed(() => actions.epoch());
    return [ms / result];
  }
  const values: number[] = [];
  const times = request.do === "losses" ? request.steps : request.times;
  for (let i = 0; i < times; i++) {
    if (request.do === "losses") values.push(await actions.step());
    else values.push((await timed(() => actions.predictOne())).ms);
  }
  return values;
}

async function timed<T>(work: () => Promise<T>): Promise<{ ms: number; result: T }> {
  const from = performance.now();
  const result = await work();
  return { ms: performance.now() - from, result };
}

/** A line of the kernel's account of this process; 0 where there is none. */
function residentBytes(line: "VmRSS" | "VmHWM"): number {
  try {
    const text = readFileSync("/proc/self/status", "utf8");
    return 1024 * Number(new RegExp(`${line}:\\s+(\\d+)`).exec(text)?.[1] ?? 0);
  } catch {
    return 0;
  }
}
