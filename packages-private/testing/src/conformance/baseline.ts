import type { Outcome } from "./outcome.ts";

/** Cases that are known to be missing, by kind: ids, or `Name/*` where all cases of a name are. */
export type Baseline = Readonly<Record<string, readonly string[]>>;

/** What keeps a run from being accepted: failures, cases that went missing, and entries that no longer hold. */
export function problemsOf(outcomes: readonly Outcome[], baseline: Baseline): string[] {
  const problems: string[] = [];
  const known = new Set(Object.entries(baseline).flatMap(([kind, ids]) => ids.map((id) => `${kind} ${id}`)));
  const used = new Set<string>();
  for (const { kind, id, status, message } of outcomes) {
    const entry = [`${kind} ${id}`, `${kind} ${groupOf(id)}/*`].find((each) => known.has(each));
    if (status === "failed") problems.push(`failed: ${kind} ${id}: ${message}`);
    else if (status === "missing" && !entry) problems.push(`missing, and not known to be: ${kind} ${id}: ${message}`);
    else if (status === "passed" && entry) problems.push(`stale entry "${entry}": ${id} passes`);
    if (entry) used.add(entry);
  }
  for (const entry of known) if (!used.has(entry)) problems.push(`stale entry "${entry}": there is no such case`);
  return problems;
}

/** The baseline that a run would be accepted with, but for its failures. */
export function baselineOf(outcomes: readonly Outcome[]): Baseline {
  const missing = new Map<string, string[]>();
  for (const [kind, group] of groups(outcomes)) {
    const ids = group.filter(({ status }) => status === "missing").map(({ id }) => id);
    if (ids.length === 0) continue;
    const whole = ids.length === group.length && ids[0]!.includes("/");
    const list = missing.get(kind) ?? [];
    missing.set(kind, [...list, ...(whole ? [`${groupOf(ids[0]!)}/*`] : ids)]);
  }
  return Object.fromEntries([...missing].sort().map(([kind, ids]) => [kind, ids.sort()]));
}

/** The outcomes of each kind, by the part of their id before the first slash. */
function groups(outcomes: readonly Outcome[]): [string, Outcome[]][] {
  const found = new Map<string, [string, Outcome[]]>();
  for (const outcome of outcomes) {
    const key = `${outcome.kind} ${groupOf(outcome.id)}`;
    const group = found.get(key) ?? [outcome.kind, []];
    group[1].push(outcome);
    found.set(key, group);
  }
  return [...found.values()];
}

function groupOf(id: string): string {
  return id.split("/")[0]!;
}
