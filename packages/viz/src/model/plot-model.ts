import { OptionError, refusal, StateError } from "@hornbeam/core";
import { OptionReader } from "../_options.ts";
import { Picture } from "../picture/picture.ts";
import { element } from "../svg/_element.ts";
import { textWidth } from "../svg/_text.ts";
import { theme } from "../svg/_theme.ts";
import { titleHeight, titleLine } from "../svg/_title.ts";
import { type Card, cardHeight, cardWidth, drawCard } from "./_card.ts";
import { drawCluster } from "./_cluster.ts";
import { drawEdge } from "./_edge.ts";
import { factsOf } from "./_facts.ts";
import { readGraph } from "./_graph.ts";
import { type Placed, placeGraph } from "./_layout.ts";
import { classNameOf, graphOf, isModel, type PlottableModel } from "./_plottable.ts";

/** Options of {@link plotModel}. */
export interface PlotModelOptions {
  /** Whether cards tell the shapes that go in and come out. */
  readonly showShapes?: boolean;
  /** Whether cards tell the dtype that comes out. */
  readonly showDtype?: boolean;
  /** Whether cards bear the layer's own name under its class; they do unless told otherwise. */
  readonly showLayerNames?: boolean;
  /** Whether cards tell the activation of layers that have one. */
  readonly showLayerActivations?: boolean;
  /** Whether cards of layers with weights tell if these are trained. */
  readonly showTrainable?: boolean;
  /** Whether models within the model are opened up. */
  readonly expandNested?: boolean;
  /** Where the graph leads: from top to bottom, or from left to right, or back. */
  readonly rankdir?: "TB" | "BT" | "LR" | "RL";
  /** Line above the graph; the model's name unless given. */
  readonly title?: string;
}

const known = [
  "showShapes",
  "showDtype",
  "showLayerNames",
  "showLayerActivations",
  "showTrainable",
  "expandNested",
  "rankdir",
  "title",
];

/**
 * The graph of a model: a card a layer, an arrow where the output of one goes into another. A layer that is called
 * several times has one card. A model whose `call` is a program of its own is a single card.
 *
 * @throws {OptionError} when it is not a model, or an option is not acceptable.
 * @throws {StateError} when it has no layers yet.
 * @see {@link https://keras.io/api/utils/model_plotting_utils/ | keras.utils.plot_model}; differs from it in showing
 * the layers' names unless told otherwise
 * @example
 * class Flatten { name = "flatten"; }
 * plotModel({ name: "net", layers: [new Flatten()] }).title; // "net"
 */
export function plotModel(model: PlottableModel, options: PlotModelOptions = {}): Picture {
  const action = "plot model";
  const reader = new OptionReader(action, options, known);
  if (model === null || model === undefined || !isModel(model)) {
    throw refusal(OptionError, { action, expected: "it must be a model, with `name` and `layers`", received: model });
  }
  if (model.layers.length === 0 && graphOf(model) === undefined) {
    throw refusal(StateError, {
      action: `plot ${classNameOf(model)} "${model.name}"`,
      expected: "it must have a layer",
    });
  }
  const rankdir = reader.oneOf("rankdir", ["TB", "BT", "LR", "RL"], "TB");
  const names = reader.flag("showLayerNames", true);
  const shown = {
    shapes: reader.flag("showShapes"),
    dtype: reader.flag("showDtype"),
    activations: reader.flag("showLayerActivations"),
    trainable: reader.flag("showTrainable"),
  };
  const graph = readGraph(model, reader.flag("expandNested"));
  const cards = new Map<string, Card>();
  for (const box of graph.boxes) {
    cards.set(box.id, {
      className: classNameOf(box.operation),
      name: names ? box.operation.name : undefined,
      facts: factsOf(box, shown),
    });
  }
  const width = Math.max(130, ...[...cards.values()].map(cardWidth)); // of one width, for a calm picture
  const sizes = new Map([...cards].map(([id, card]) => [id, { width, height: cardHeight(card) }]));
  const layout = placeGraph(graph, sizes, rankdir);

  const title = reader.text("title") ?? model.name;
  const remark = classNameOf(model);
  const wanted = textWidth(title, { size: theme.titleSize, weight: "bold" }) + textWidth(remark, { size: 12 }) + 32;
  const inner = Math.max(layout.width, Math.min(wanted, 420));
  const left = theme.margin + (inner - layout.width) / 2;
  const top = theme.margin + titleHeight;
  const boxes = graph.boxes.map(({ id }) => layout.places.get(id)!);
  const content =
    graph.clusters.map((cluster) => drawCluster(graph, cluster, layout)).join("") +
    layout.routes.map((route) => drawEdge(route, boxes, layout, rankdir)).join("") +
    [...cards].map(([id, card]) => drawCard(card, ...cornerOf(layout.places.get(id)!), width)).join("");
  return new Picture({
    title,
    description: describe(graph.boxes.map(({ operation }) => operation.name)),
    width: inner + 2 * theme.margin,
    height: layout.height + titleHeight + 2 * theme.margin,
    content: titleLine(title, remark, inner) + element("g", { transform: `translate(${left} ${top})` }, content),
  });
}

function cornerOf({ x, y, width, height }: Placed): [number, number] {
  return [x - width / 2, y - height / 2];
}

function describe(names: readonly string[]): string {
  const shown = names.slice(0, 60).join(", ");
  return `${names.length} layer${names.length === 1 ? "" : "s"}: ${shown}${names.length > 60 ? ", …" : ""}`;
}
