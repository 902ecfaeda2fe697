import { Graph as LayoutGraph, layout } from "@dagrejs/dagre";
import { refusal, StateError } from "@hornbeam/core";
import type { Graph } from "./_graph.ts";

export type Direction = "TB" | "BT" | "LR" | "RL";
export interface Size {
  readonly width: number;
  readonly height: number;
}
/** A rectangle by its middle. */
export interface Placed extends Size {
  readonly x: number;
  readonly y: number;
}
export interface Point {
  readonly x: number;
  readonly y: number;
}
export interface Layout extends Size {
  readonly places: ReadonlyMap<string, Placed>;
  readonly routes: readonly { readonly from: string; readonly to: string; readonly points: readonly Point[] }[];
}

/**
 * Places boxes in ranks, so that edges lead from rank to rank and cross seldom, and clusters around theirs.
 *
 * @see {@link https://doi.org/10.1109/32.221135 | Gansner et al., 1993}
 */
export function placeGraph(graph: Graph, sizes: ReadonlyMap<string, Size>, rankdir: Direction): Layout {
  const plan = new LayoutGraph({ compound: true });
  const ranksep = graph.clusters.length > 0 ? 56 : 38; // half of it is for the heading of a cluster
  plan.setGraph({ rankdir, nodesep: 36, edgesep: 24, ranksep });
  for (const { id } of graph.clusters) plan.setNode(id, {});
  for (const { id } of graph.boxes) plan.setNode(id, { ...sizes.get(id)! });
  for (const { id, cluster } of [...graph.clusters, ...graph.boxes])
    if (cluster !== undefined) plan.setParent(id, cluster);
  for (const [from, to] of graph.edges) plan.setEdge(from, to, { labelpos: "c" });
  runLayout(plan);
  const places = new Map<string, Placed>();
  for (const { id } of [...graph.clusters, ...graph.boxes]) {
    const { x, y, width, height } = plan.node(id) as Placed;
    places.set(id, { x, y, width, height });
  }
  const routes = graph.edges.map(([from, to]) => {
    return { from, to, points: (plan.edge(from, to) as { points: Point[] }).points };
  });
  return keepOrder(graph, fitted(places, routes), rankdir);
}

/** The layout moved so that all of it, bends of edges included, is right of and below the origin. */
function fitted(places: ReadonlyMap<string, Placed>, routes: Layout["routes"]): Layout {
  const room = 1; // for the lines of the frames
  const corners = [...places.values()].flatMap(({ x, y, width, height }) => [
    { x: x - width / 2, y: y - height / 2 },
    { x: x + width / 2, y: y + height / 2 },
  ]);
  const points = [...corners, ...routes.flatMap((route) => route.points)];
  const [left, right] = extent(points.map(({ x }) => x));
  const [top, bottom] = extent(points.map(({ y }) => y));
  const move = <P extends Point>(point: P): P => ({ ...point, x: point.x - left + room, y: point.y - top + room });
  return {
    width: right - left + 2 * room,
    height: bottom - top + 2 * room,
    places: new Map([...places].map(([id, place]) => [id, move(place)])),
    routes: routes.map((route) => ({ ...route, points: route.points.map(move) })),
  };
}

function extent(values: readonly number[]): [low: number, high: number] {
  return values.reduce<[number, number]>(
    ([low, high], value) => [Math.min(low, value), Math.max(high, value)],
    [Infinity, -Infinity],
  );
}

function runLayout(plan: LayoutGraph): void {
  try {
    layout(plan);
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause; // the layout calls itself once a rank
    const expected = "its longest path must be short enough for the stack";
    const hint = "Plot parts of it, or raise the stack: node --stack-size=8000.";
    throw refusal(StateError, { action: "plot model", expected, received: `${plan.nodeCount()} layers`, hint, cause });
  }
}

/** The layout, or its mirror image where that has more neighbours in the order in which the model names them. */
function keepOrder(graph: Graph, layout: Layout, rankdir: Direction): Layout {
  const vertical = rankdir === "TB" || rankdir === "BT";
  const boxes = graph.boxes.map(({ id }) => layout.places.get(id)!);
  let balance = 0;
  boxes.forEach((a, i) => {
    for (const b of boxes.slice(i + 1)) {
      const sameRank = Math.abs(vertical ? a.y - b.y : a.x - b.x) < 1;
      if (sameRank) balance += Math.sign(vertical ? b.x - a.x : b.y - a.y);
    }
  });
  if (balance >= 0) return layout;
  const flip = <P extends Point>(point: P): P =>
    vertical ? { ...point, x: layout.width - point.x } : { ...point, y: layout.height - point.y };
  return {
    ...layout,
    places: new Map([...layout.places].map(([id, place]) => [id, flip(place)])),
    routes: layout.routes.map((route) => ({ ...route, points: route.points.map(flip) })),
  };
}
