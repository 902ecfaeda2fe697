import { coordinate, element } from "../svg/_element.ts";
import type { Direction, Layout, Placed, Point } from "./_layout.ts";

const color = "#7b8696";
const arrow = 7;

/** An arrow from the middle of one card's side to the middle of another's, past the cards between them. */
export function drawEdge(
  route: Layout["routes"][number],
  boxes: readonly Placed[],
  layout: Layout,
  rankdir: Direction,
): string {
  const vertical = rankdir === "TB" || rankdir === "BT";
  const sign = rankdir === "TB" || rankdir === "LR" ? 1 : -1;
  // all in coordinates of which `along` grows from rank to rank
  const turn = ({ x, y }: Point) => (vertical ? { along: y * sign, across: x } : { along: x * sign, across: y });
  const reach = ({ width, height }: Placed) => (vertical ? height : width) / 2;
  const source = layout.places.get(route.from)!;
  const target = layout.places.get(route.to)!;
  const start = { ...turn(source), along: turn(source).along + reach(source) };
  const end = { ...turn(target), along: turn(target).along - reach(target) - arrow };

  const stops = [start];
  for (const point of route.points.slice(1, -1).map(turn)) {
    const beside = boxes.filter((box) => Math.abs(turn(box).along - point.along) < 0.5).map(reach);
    const half = Math.max(0, ...beside);
    if (half === 0) continue;
    stops.push({ ...point, along: point.along - half }, { ...point, along: point.along + half });
  }
  stops.push(end);
  const show = ({ along, across }: { along: number; across: number }) =>
    vertical
      ? `${coordinate(across)},${coordinate(along * sign)}`
      : `${coordinate(along * sign)},${coordinate(across)}`;
  let d = `M${show(start)}`;
  for (let i = 1; i < stops.length; i++) {
    const [a, b] = [stops[i - 1]!, stops[i]!];
    const middle = (a.along + b.along) / 2;
    if (Math.abs(a.across - b.across) < 0.5) d += `L${show(b)}`;
    else d += `C${show({ along: middle, across: a.across })} ${show({ along: middle, across: b.across })} ${show(b)}`;
  }
  const tip = { ...end, along: end.along + arrow };
  const wing = (side: number) => show({ along: end.along - 1, across: end.across + side * 4 });
  return (
    element("path", { d, fill: "none", stroke: color, "stroke-width": 1.5 }) +
    element("path", { d: `M${show(tip)}L${wing(-1)}L${wing(1)}z`, fill: color })
  );
}
