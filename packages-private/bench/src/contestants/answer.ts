import { createInterface } from "node:readline";
import type { Answer, Request } from "../protocol.ts";

/** Answers the driver's requests by running steps and timing each. */
export async function answerRequests(step: () => Promise<number>): Promise<void> {
  for await (const line of createInterface({ input: process.stdin })) {
    const { steps } = JSON.parse(line) as Request;
    const ms: number[] = [];
    let loss = Number.NaN;
    for (let i = 0; i < steps; i++) {
      const from = performance.now();
      loss = await step();
      ms.push(performance.now() - from);
    }
    console.log(JSON.stringify({ ms, loss } satisfies Answer));
  }
}
