import type { BrowserName } from "@hornbeam/browser/browsers";
import type { Command } from "../contestants/index.ts";

/** A figure of one contestant on one workload. */
export interface Figure {
  readonly part: string;
  readonly workload: string;
  readonly contestant: string;
  /** Median of what was measured; null if the contestant cannot do it. */
  readonly median: number | null;
  /** A tenth of the values lie below. */
  readonly p10: number | null;
  /** What stood in the way. */
  readonly failure?: string;
}

/** What a part of the suite is given. */
export interface Plan {
  /** Names of the workloads. */
  readonly only: readonly string[];
  readonly rounds: number;
  readonly threads: readonly number[];
  readonly browsers: readonly BrowserName[];
  /** Folder with a folder for each workload, see task.ts. */
  readonly folder: string;
  /** Everybody who takes part, Hornbeam first. */
  contestants(script?: { hornbeam: string; keras: string }): { command: Command; threads: number }[];
  /** Prints and keeps a group of figures of one workload. */
  report(title: string, unit: string, figures: readonly Figure[]): void;
}
