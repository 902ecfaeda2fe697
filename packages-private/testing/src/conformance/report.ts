import type { Outcome, Status } from "./outcome.ts";

/** A line for a case that fails or misses something, empty for one that passes. */
export function lineOf({ kind, id, status, message, more = [] }: Outcome): string {
  if (status === "passed") return "";
  const rest = more.length === 0 ? "" : ` (+${more.length} more)`;
  return `${status.toUpperCase().padEnd(7)} ${kind} ${id}: ${message?.split("\n").join(" | ")}${rest}`;
}

/** Kind by kind, how many passed, failed and are missing. */
export function tableOf(outcomes: readonly Outcome[]): string {
  const counts = new Map<string, Record<Status, number>>();
  for (const { kind, status } of outcomes) {
    const count = counts.get(kind) ?? { passed: 0, failed: 0, missing: 0 };
    count[status]++;
    counts.set(kind, count);
  }
  const total = { passed: 0, failed: 0, missing: 0 };
  const rows = [...counts].sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [, count] of rows) for (const status of statuses) total[status] += count[status];
  const width = Math.max(5, ...rows.map(([kind]) => kind.length));
  const row = (kind: string, cells: readonly (string | number)[]): string =>
    `${kind.padEnd(width)} · ${cells.map((cell) => String(cell).padStart(7)).join(" · ")}`;
  const cellsOf = (count: Record<Status, number>): number[] => statuses.map((status) => count[status]);
  return [
    row("kind", statuses),
    ...rows.map(([kind, count]) => row(kind, cellsOf(count))),
    row("total", cellsOf(total)),
  ].join("\n");
}

const statuses = ["passed", "failed", "missing"] as const;
