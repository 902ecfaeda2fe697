import { type Logs, OptionError, oneOf, refusal, type TrainableModel, warnOnce } from "@hornbeam/core";

/** What counts as better: less, more, or what the metric itself says. */
export const monitorMode = /* @__PURE__ */ oneOf("auto", "min", "max");
export type MonitorMode = "auto" | "min" | "max";

export interface MonitorOptions {
  /** Class of the callback. */
  readonly owner: string;
  readonly monitor: string;
  readonly mode: MonitorMode;
  readonly minDelta?: number;
}

/** Tells whether a value among the logs has become better. */
export class Monitor {
  readonly #options: MonitorOptions;
  #sign: 1 | -1 | undefined;

  constructor(options: MonitorOptions) {
    this.#options = options;
  }

  /** The monitored value; where it is missing the user is told once. */
  read(logs: Logs, complaint: string): number | undefined {
    const value = logs[this.#options.monitor];
    if (value === undefined) {
      const available = Object.keys(logs).join(",");
      warnOnce(`${complaint} \`${this.#options.monitor}\` which is not available. Available metrics are: ${available}`);
    }
    return value;
  }

  /**
   * Whether a value is better than another by more than `minDelta`; any is better than none.
   *
   * @throws {OptionError} when the mode is "auto" and the metric does not say what is better.
   */
  isBetter(model: TrainableModel, value: number, than: number | null): boolean {
    const sign = this.findSign(model);
    if (than === null) return true;
    // values are float32, as Keras compares them
    const moved = Math.fround(value - sign * Math.abs(this.#options.minDelta ?? 0));
    return sign * moved > sign * Math.fround(than);
  }

  /** 1 where more is better, -1 where less is. Metrics are known from the first batch on. */
  findSign(model: TrainableModel): 1 | -1 {
    return (this.#sign ??= this.#look(model));
  }

  #look({ metrics }: TrainableModel): 1 | -1 {
    const { mode, monitor, owner } = this.#options;
    if (mode !== "auto") return mode === "min" ? -1 : 1;
    const name = monitor.startsWith("val_") ? monitor.slice(4) : monitor;
    if (name === "loss") return -1;
    const direction = metrics.find((metric) => metric.name === name && metric.direction !== undefined)?.direction;
    if (direction !== undefined) return direction === "up" ? 1 : -1;
    throw refusal(OptionError, {
      action: `monitor "${monitor}" in ${owner}`,
      owner,
      option: "mode",
      expected: "it must be known whether it should be maximized or minimized",
      receivedAs: "mode",
      received: mode,
      hint: 'Pass `mode: "max"` where the highest value is best, or `mode: "min"` where the lowest is.',
    });
  }
}
