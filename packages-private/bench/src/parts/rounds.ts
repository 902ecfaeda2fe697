import type { Contestant } from "../contestant.ts";
import type { Request } from "../protocol.ts";
import { median, quantile } from "../statistics.ts";
import type { Figure } from "./part.ts";

/** Asks all contestants in turn, round by round, and gives the figures of each. */
export async function inTurn(
  contestants: readonly Contestant[],
  request: Request,
  { rounds, warmUp, part, workload }: { rounds: number; warmUp: number; part: string; workload: string },
): Promise<Figure[]> {
  const values = new Map<Contestant, number[]>(contestants.map((each) => [each, []]));
  for (let round = -warmUp; round < rounds; round++) {
    for (const contestant of contestants) {
      const answer = await contestant.ask(request);
      if (round >= 0) values.get(contestant)!.push(...answer);
    }
  }
  return contestants.map((contestant) => figureOf(contestant, values.get(contestant)!, part, workload));
}

export function figureOf(contestant: Contestant, values: readonly number[], part: string, workload: string): Figure {
  const { name, failure } = contestant;
  const base = { part, workload, contestant: name };
  if (failure !== undefined || values.length === 0)
    return { ...base, median: null, p10: null, failure: failure ?? "it gave no values" };
  return { ...base, median: median(values), p10: quantile(values, 0.1) };
}
