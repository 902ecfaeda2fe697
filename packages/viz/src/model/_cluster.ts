import { element } from "../svg/_element.ts";
import { textAt, textWidth } from "../svg/_text.ts";
import { theme } from "../svg/_theme.ts";
import type { Graph, GraphCluster } from "./_graph.ts";
import type { Layout, Placed } from "./_layout.ts";
import { classNameOf } from "./_plottable.ts";

const label = { size: 11, fill: theme.muted } as const;
const side = 18;
const above = 28;

/** The frame of a nested model: its name at the left, its class at the right, and between them room for an arrow. */
export function drawCluster(graph: Graph, cluster: GraphCluster, layout: Layout): string {
  const { left, top, right, bottom } = frameOf(graph, cluster.id, layout);
  const width = right - left;
  const look = { rx: 10, fill: "#f5f7fa", stroke: "#b9c2ce", "stroke-dasharray": "5 4" };
  const className = classNameOf(cluster.model);
  const room = width / 2 - 20;
  const fits = textWidth(className, label) <= room;
  return (
    element("rect", { x: left, y: top, width, height: bottom - top, ...look }) +
    textAt(left + 12, top + 16, cluster.model.name, { ...label, fit: room }) +
    (fits ? textAt(right - 12, top + 16, className, { ...label, anchor: "end" }) : "")
  );
}

interface Edges {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** What is in a cluster with some room around, within the box that the layout keeps free for it. */
function frameOf(graph: Graph, id: string, layout: Layout): Edges {
  const own = edges(layout.places.get(id)!);
  const parts: Edges[] = [];
  for (const box of graph.boxes) if (box.cluster === id) parts.push(edges(layout.places.get(box.id)!));
  for (const inner of graph.clusters) if (inner.cluster === id) parts.push(frameOf(graph, inner.id, layout));
  const inside = membersOf(graph, id);
  for (const { from, to, points } of layout.routes) {
    if (!inside.has(from) || !inside.has(to)) continue;
    for (const { x, y } of points) parts.push({ left: x, top: y, right: x, bottom: y });
  }
  return {
    left: Math.max(own.left, Math.min(...parts.map(({ left }) => left)) - side),
    top: Math.max(own.top, Math.min(...parts.map(({ top }) => top)) - above),
    right: Math.min(own.right, Math.max(...parts.map(({ right }) => right)) + side),
    bottom: Math.min(own.bottom, Math.max(...parts.map(({ bottom }) => bottom)) + side),
  };
}

/** The boxes of a cluster, those of the clusters in it included. */
function membersOf(graph: Graph, id: string): Set<string> {
  const members = new Set<string>();
  for (const box of graph.boxes) if (box.cluster === id) members.add(box.id);
  for (const cluster of graph.clusters) {
    if (cluster.cluster === id) for (const member of membersOf(graph, cluster.id)) members.add(member);
  }
  return members;
}

function edges({ x, y, width, height }: Placed): Edges {
  return { left: x - width / 2, top: y - height / 2, right: x + width / 2, bottom: y + height / 2 };
}
