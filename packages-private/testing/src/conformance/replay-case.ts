import { clearSession, memory, scope } from "@hornbeam/core";
import { Checks } from "./checks.ts";
import { Missing, type Outcome } from "./outcome.ts";

/** A case as its file holds it. */
export type Case = Readonly<Record<string, unknown>>;

/** Runs the checks of one case: what it throws, and what differs, becomes its outcome. */
export async function outcomeOf(
  kind: string,
  id: string,
  body: (checks: Checks) => void | Promise<void>,
  { leaks = false }: { readonly leaks?: boolean } = {},
): Promise<Outcome> {
  const start = performance.now();
  const checks = new Checks();
  const before = memory().numTensors;
  let missing: string | undefined;
  clearSession();
  const open = scope();
  try {
    await body(checks);
    checks.disposeOwned();
    const left = memory().numTensors - before;
    if (leaks && left > 0) checks.fail(`leaks ${left} tensors`);
  } catch (error) {
    if (error instanceof Missing) missing = error.message;
    else checks.fail(`throws ${wordsOf(error)}`);
  } finally {
    open[Symbol.dispose]();
  }
  const milliseconds = Math.round(performance.now() - start);
  if (missing !== undefined) return { kind, id, status: "missing", message: missing, milliseconds };
  const [message, ...more] = checks.differences;
  if (message === undefined) return { kind, id, status: "passed", milliseconds };
  return { kind, id, status: "failed", message, more, milliseconds };
}

/** An error's class and message, with the place in our sources that threw it. */
export function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const place = error.stack?.split("\n").find((line) => /packages\/[^/]+\/src/.test(line) && !/errors\.ts/.test(line));
  const at = place ? / \(?([^()]*)\)?$/.exec(place.trim())?.[1]?.replace(/^.*\/packages\//, "packages/") : undefined;
  return `${error.name}: ${error.message}${at ? ` (${at})` : ""}`;
}

/** The one outcome of a case that has an `id`. */
export async function caseOutcome(
  kind: string,
  testCase: Case,
  { leaks }: { readonly leaks: boolean },
  body: (checks: Checks) => void | Promise<void>,
): Promise<readonly Outcome[]> {
  return [await outcomeOf(kind, String(testCase["id"]), body, { leaks })];
}
