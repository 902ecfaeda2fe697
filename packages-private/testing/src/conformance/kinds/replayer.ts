import type { Context } from "../context.ts";
import type { Outcome } from "../outcome.ts";
import type { Case } from "../replay-case.ts";

/** Replays one case of a kind; a case may have several outcomes, each with an id of its own. */
export type Replayer = (testCase: Case, context: Context) => Promise<readonly Outcome[]>;
