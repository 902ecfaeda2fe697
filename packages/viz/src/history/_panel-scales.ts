import { readable, tickLabels } from "../svg/_numbers.ts";
import { linearScale, logScale, niceDomain, niceLogDomain, type Scale } from "../svg/_scale.ts";
import { textWidth } from "../svg/_text.ts";
import type { Metric } from "./_metrics.ts";

export interface PanelScales {
  readonly x: Scale;
  readonly y: Scale;
  readonly yLabels: readonly string[];
  /** Left edge of the plot, right of the labels. */
  readonly left: number;
  /** Whether a value has a place on the vertical axis. */
  readonly drawable: (value: number) => boolean;
}

export const tickStyle = { size: 10.5 } as const;
const inset = 9;

/** The axes of a metric: whole epochs across, values upwards with as much room for labels as they need. */
export function makeScales(
  { training, validation }: Metric,
  { epochs, logarithmic }: { readonly epochs: readonly number[]; readonly logarithmic: boolean },
  plot: { readonly top: number; readonly bottom: number; readonly left: number; readonly right: number },
): PanelScales {
  const moderate = (value: number) => Math.abs(value) < 1e300; // beyond, spans overflow; NaN is not below either
  const values = [...(training?.values ?? []), ...(validation?.values ?? [])].filter(moderate);
  const logDomain = logarithmic ? niceLogDomain(values) : undefined;
  const count = Math.max(2, Math.round((plot.bottom - plot.top) / 36));
  const y = logDomain
    ? logScale(...logDomain, plot.bottom, plot.top, count)
    : linearScale(...niceDomain(values), plot.bottom, plot.top, count);
  const yLabels = y.step === 0 ? y.ticks.map((tick) => readable(tick)) : tickLabels(y.ticks, y.step);
  const left = plot.left + Math.max(18, ...yLabels.map((label) => textWidth(label, tickStyle))) + 8;
  const drawable = (value: number) => moderate(value) && (!logDomain || value > 0);
  return { x: epochScale(epochs, left + inset, plot.right - inset), y, yLabels, left, drawable };
}

function epochScale(epochs: readonly number[], left: number, right: number): Scale {
  let [first, last] = [Infinity, -Infinity];
  for (const epoch of epochs) [first, last] = [Math.min(first, epoch), Math.max(last, epoch)];
  if (first < last) {
    const scale = linearScale(first, last, left, right, Math.min(last - first, (right - left) / 52), true);
    return scale;
  }
  return Object.assign(linearScale(first - 1, first + 1, left, right, 2, true), { ticks: [first] });
}
