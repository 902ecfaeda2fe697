import { ready } from "@hornbeam/core";
import type { Context } from "./context.ts";
import { replayers } from "./kinds/index.ts";
import type { Outcome } from "./outcome.ts";
import type { Case } from "./replay-case.ts";
import { wordsOf } from "./replay-case.ts";

/** A case with what is needed to replay it, as it goes to a worker. */
export interface Job {
  readonly kind: string;
  readonly folder: string;
  readonly testCase: Case;
}

/** Replays one case. Whatever happens, it has an outcome. */
export async function runJob(job: Job, shared: Omit<Context, "folder">): Promise<readonly Outcome[]> {
  const { kind, folder, testCase } = job;
  const id = String(testCase["id"]);
  const replay = replayers[kind];
  if (!replay) return [{ kind, id, status: "failed", message: `no replayer for the kind "${kind}"` }];
  try {
    await ready();
    const outcomes = await replay(testCase, { ...shared, folder });
    if (outcomes.length > 0) return outcomes;
    return [{ kind, id, status: "failed", message: "the case holds nothing to check" }];
  } catch (error) {
    return [{ kind, id, status: "failed", message: `throws ${wordsOf(error)}` }];
  }
}
