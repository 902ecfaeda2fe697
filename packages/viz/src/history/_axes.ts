import { coordinate, element } from "../svg/_element.ts";
import { readable } from "../svg/_numbers.ts";
import { textAt } from "../svg/_text.ts";
import { theme } from "../svg/_theme.ts";
import { type PanelScales, tickStyle } from "./_panel-scales.ts";

/** The grid, the axis of epochs and the labels of both axes. */
export function drawAxes(
  { x, y, yLabels, left }: PanelScales,
  { bottom, right }: { readonly bottom: number; readonly right: number },
): string {
  const small = { ...tickStyle, fill: theme.muted };
  let grid = "";
  let labels = "";
  y.ticks.forEach((tick, i) => {
    const at = y(tick);
    grid += `M${coordinate(left)},${coordinate(at)}H${coordinate(right)}`;
    labels += textAt(left - 7, at + 3.8, yLabels[i]!, { ...small, anchor: "end" });
  });
  let marks = `M${coordinate(left)},${coordinate(bottom)}H${coordinate(right)}`;
  for (const tick of x.ticks) {
    const at = x(tick);
    marks += `M${coordinate(at)},${coordinate(bottom)}v4`;
    labels += textAt(at, bottom + 16, readable(tick, 7), { ...small, anchor: "middle" });
  }
  labels += textAt((left + right) / 2, bottom + 33, "Epoch", { ...small, size: 11, anchor: "middle" });
  return (
    element("path", { d: grid, stroke: theme.grid, "shape-rendering": "crispEdges" }) +
    element("path", { d: marks, stroke: theme.axis, "shape-rendering": "crispEdges" }) +
    labels
  );
}
