import type { Figure } from "./parts/part.ts";

/** A group of figures, a line a contestant: median, fastest tenth, and how many times the first one's. */
export function table(title: string, unit: string, figures: readonly Figure[]): string {
  const own = figures[0]?.median ?? Number.NaN;
  const rows = figures.map(({ contestant, median, p10, failure }) => {
    const name = `  ${contestant.padEnd(30)}`;
    if (median === null) return `${name} cannot: ${failure}`;
    const ratio = Number.isFinite(own) ? `   ${(median / own).toFixed(2)}×` : "";
    return `${name} ${number(median).padStart(9)} (${number(p10!)})${ratio}`;
  });
  return [`\n${title}: ${unit}, median (fastest tenth)`, ...rows].join("\n");
}

/** The training steps as a table in Markdown, a row a workload, a column a contestant. */
export function markdown(figures: readonly Figure[], part: string): string {
  const rows = figures.filter((figure) => figure.part === part);
  const contestants = [...new Set(rows.map(({ contestant }) => contestant))];
  const workloads = [...new Set(rows.map(({ workload }) => workload))];
  const cell = (workload: string, contestant: string): string => {
    const value = rows.find((row) => row.workload === workload && row.contestant === contestant)?.median;
    return value === null || value === undefined ? "–" : number(value);
  };
  return [
    `| | ${contestants.join(" | ")} |`,
    `| --- |${" ---: |".repeat(contestants.length)}`,
    ...workloads.map((name) => `| ${name} | ${contestants.map((each) => cell(name, each)).join(" | ")} |`),
  ].join("\n");
}

/** What became slower than in an earlier report, by more than `tolerance` in relation to the same peer's change. */
export function regressions(now: readonly Figure[], before: readonly Figure[], tolerance = 1.25): string[] {
  const key = ({ part, workload, contestant }: Figure): string => `${part} ${workload}: ${contestant}`;
  const earlier = new Map(before.map((figure) => [key(figure), figure.median]));
  return now.flatMap((figure) => {
    const old = earlier.get(key(figure));
    if (!figure.contestant.startsWith("Hornbeam") || !old) return [];
    if (figure.median === null) return [`${key(figure)} worked before: ${figure.failure}`];
    const ratio = figure.median / old;
    return ratio > tolerance
      ? [`${key(figure)} was ${number(old)}, is ${number(figure.median)}: ${ratio.toFixed(2)}×`]
      : [];
  });
}

function number(value: number): string {
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}
