import { formatNumber } from "./format-number.ts";

/** The state of a progress bar at one moment. */
export interface Frame {
  readonly current: number;
  readonly target: number | null;
  readonly finalize: boolean;
  /** Seconds since the start. */
  readonly elapsed: number;
  /** Seconds a step. */
  readonly perStep: number;
}
interface Style {
  readonly width: number;
  readonly unit: string;
  /** Whether sequences for bold, green and white are written. */
  readonly colours: boolean;
}

/** One drawing of a bar, and the columns that it takes. */
export function drawBar(
  frame: Frame,
  values: string,
  { width, unit, colours }: Style,
): { text: string; length: number } {
  const paint = (code: string, text: string) => (colours ? `\u001b[${code}m${text}\u001b[0m` : text);
  const { current, target, finalize, elapsed, perStep } = frame;
  let bar: string;
  let bare: number;
  if (target) {
    const count = `${String(current).padStart(String(target).length)}/${target}`;
    const done = Math.trunc(width * (current / target));
    const left = Math.max(0, width - done);
    const grown = done > 0 ? paint("32", "━".repeat(done)) : "";
    bar = `${paint("1", count)} ${grown}${paint("37", "━".repeat(left))}`;
    bare = count.length + 1 + Math.max(0, done) + left;
  } else {
    bar = `${String(current).padStart(7)}/Unknown`;
    bare = bar.length;
  }
  const time = target && !finalize ? timeLeft(perStep * (target - current)) : `${formatNumber(elapsed, ".0f")}s`;
  const rest = `${formatTime(perStep, unit)}${values}`;
  return { text: `${bar} ${paint("1", time)}${rest}`, length: bare + 1 + time.length + rest.length };
}

/** Time a step in the unit that suits it, with a space in front: ` 12ms/step`. */
export function formatTime(seconds: number, unit: string): string {
  if (seconds >= 1 || seconds === 0) return ` ${formatNumber(seconds, ".0f")}s/${unit}`;
  if (seconds >= 1e-3) return ` ${formatNumber(seconds * 1e3, ".0f")}ms/${unit}`;
  return ` ${formatNumber(seconds * 1e6, ".0f")}us/${unit}`;
}

function timeLeft(seconds: number): string {
  const two = (value: number) => String(Math.trunc(value)).padStart(2, "0");
  if (seconds > 3600) return `${Math.floor(seconds / 3600)}:${two((seconds % 3600) / 60)}:${two(seconds % 60)}`;
  if (seconds > 60) return `${Math.floor(seconds / 60)}:${two(seconds % 60)}`;
  return `${Math.trunc(seconds)}s`;
}
