import { isInteractiveLoggingEnabled, OptionError, refusal } from "@hornbeam/core";
import { checkOption, checkOptions } from "./_options.ts";
import { formatNumber } from "./format-number.ts";
import { drawBar, type Frame, formatTime } from "./progbar-frame.ts";
import { textOutput } from "./progbar-output.ts";

export interface ProgbarOptions {
  /** Number of steps; null where it is not known. */
  readonly target: number | null;
  /** Length of the bar in characters. 20 unless given. */
  readonly width?: number;
  /** 0: silent, 1: a bar that is drawn over, 2: a line at the end. */
  readonly verbose?: 0 | 1 | 2;
  /** Least time between two drawings, in seconds. 0.05 unless given. */
  readonly interval?: number;
  /** Names of values that are shown as they are; all others are averaged over the steps. */
  readonly statefulMetrics?: Iterable<string>;
  /** Names of values that are averaged over the steps; all others are shown as they are. */
  readonly statelessMetrics?: Iterable<string>;
  /** What a step is called. "step" unless given. */
  readonly unitName?: string;
  /** Takes the text instead of the standard output or the console. */
  readonly write?: (text: string) => void;
  /** Whether the bar is drawn over as it grows, with colours; else only its last state is written. Where the output
   * is a terminal, and `config` allows it, unless given. */
  readonly terminal?: boolean;
  /** Gives the time in seconds. */
  readonly clock?: () => number;
}

export type ProgbarValues = Readonly<Record<string, number>> | Iterable<readonly [name: string, value: number]>;

const known = [
  "target",
  "width",
  "verbose",
  "interval",
  "statefulMetrics",
  "statelessMetrics",
  "unitName",
  "write",
  "terminal",
  "clock",
];

/**
 * A progress bar: steps done, time left or taken, and values, drawn as Keras draws it.
 *
 * @see {@link https://keras.io/api/utils/python_utils/#progbar-class | keras.utils.Progbar}
 * @throws {OptionError} when an option is not acceptable, or both lists of metrics are given.
 * @example
 * const bar = new Progbar({ target: 2 });
 * bar.update(1, { loss: 0.5 });
 * bar.add(1, { loss: 0.25 }); // 2/2 ━━━━━━━━━━━━━━━━━━━━ 0s 2ms/step - loss: 0.2500
 */
export class Progbar {
  /** Number of steps; null where it is not known yet. */
  target: number | null;
  readonly #options: ProgbarOptions;
  readonly #clock: () => number;
  readonly #averaged: (name: string) => boolean;
  readonly #values = new Map<string, { sum: number; count: number }>();
  readonly #start: number;
  #seen = 0;
  #lastUpdate = Number.NEGATIVE_INFINITY;
  #firstStep: number | undefined;
  #drawn = 0;

  constructor(options: ProgbarOptions) {
    const action = "create Progbar";
    checkOptions(action, options, known);
    const { target, width, verbose, interval, statefulMetrics: stateful, statelessMetrics: stateless, clock } = options;
    const count = (value: unknown) => Number.isSafeInteger(value) && (value as number) >= 0;
    checkOption(action, "target", target, "a non-negative integer or null", target === null || count(target));
    checkOption(action, "width", width, "a non-negative integer", count(width));
    checkOption(action, "verbose", verbose, "0, 1 or 2", [0, 1, 2].includes(verbose as number));
    checkOption(action, "interval", interval, "a number of seconds", typeof interval === "number" && interval >= 0);
    if (stateful && stateless) {
      const expected = "only one of `statefulMetrics` and `statelessMetrics` may be given";
      throw refusal(OptionError, { action, expected, received: [[...stateful], [...stateless]] });
    }
    this.target = target ?? null;
    this.#options = options;
    this.#clock = clock ?? (() => performance.now() / 1000);
    const names = new Set(stateless ?? stateful ?? []);
    this.#averaged = (name) => names.has(name) === (stateless !== undefined);
    this.#start = this.#clock();
  }

  /**
   * Says how many steps are done.
   *
   * @param values What is shown behind the bar. At the last step the value takes the average's place.
   * @param options.finalize Whether this is the last call; when the target is reached unless given.
   */
  update(current: number, values: ProgbarValues = [], options: { readonly finalize?: boolean } = {}): void {
    const finalize = options.finalize ?? (this.target !== null && current >= this.target);
    this.#gather(current, values, finalize);
    this.#seen = current;
    const now = this.#clock();
    const perStep = this.#stepTime(current, now);
    const { verbose = 1, interval = 0.05 } = this.#options;
    if (verbose === 1) {
      if (now - this.#lastUpdate < interval && !finalize) return;
      this.#draw({ current, target: this.target, finalize, elapsed: now - this.#start, perStep });
    } else if (verbose === 2 && finalize && this.target) {
      const taken = `${formatNumber(now - this.#start, ".0f")}s`;
      const count = String(current).padStart(String(this.target).length);
      const time = formatTime(perStep, this.#unit);
      // no magnitude here: that is how Keras words negative values at this level
      this.#write(`${count}/${this.target} - ${taken} -${time}${this.#shown((value) => value)}\n`);
    }
    this.#lastUpdate = now;
  }

  /** Says how many steps more are done. */
  add(steps: number, values: ProgbarValues = []): void {
    this.update(this.#seen + steps, values);
  }

  get #unit(): string {
    return this.#options.unitName ?? "step";
  }

  #gather(current: number, values: ProgbarValues, finalize: boolean): void {
    const pairs = Symbol.iterator in values ? values : Object.entries(values);
    for (const [name, value] of pairs as Iterable<readonly [string, number]>) {
      const known = this.#values.get(name);
      if (!this.#averaged(name) || finalize || !known) {
        const count = this.#averaged(name) && !finalize ? Math.max(current - this.#seen, 1) : 1;
        this.#values.set(name, { sum: value * count, count });
      } else {
        const count = Math.max(current - this.#seen, 1);
        known.sum += value * count;
        known.count += count;
      }
    }
  }

  /** Seconds a step, without the first one where there are more: it is slower than the others. */
  #stepTime(current: number, now: number): number {
    if (!current) return 0;
    const first = this.#firstStep;
    if (current === 1) this.#firstStep = now;
    return first !== undefined && current > 1 ? (now - first) / (current - 1) : (now - this.#start) / current;
  }

  #draw(frame: Frame): void {
    const terminal =
      this.#options.terminal ??
      (this.#options.write === undefined && isInteractiveLoggingEnabled() && textOutput().terminal);
    if (!terminal && !frame.finalize) return;
    const { text, length } = drawBar(frame, this.#shown(Math.abs), {
      width: this.#options.width ?? 20,
      unit: this.#unit,
      colours: terminal,
    });
    const back = terminal ? `${"\b".repeat(this.#drawn)}\r` : "";
    const rest = terminal ? " ".repeat(Math.max(0, this.#drawn - length)) : "";
    this.#drawn = length;
    this.#write(`${back}${text}${rest}${frame.finalize ? "\n" : ""}`);
  }

  #shown(size: (value: number) => number): string {
    return [...this.#values]
      .map(([name, { sum, count }]) => {
        const average = sum / Math.max(1, count);
        return ` - ${name}: ${formatNumber(average, size(average) > 1e-3 ? ".4f" : ".4e")}`;
      })
      .join("");
  }

  #write(text: string): void {
    (this.#options.write ?? textOutput().write)(text);
  }
}
