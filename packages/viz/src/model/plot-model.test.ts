import type { KerasTensor, Layer, Operation } from "@hornbeam/core";
import { describe, expect, expectTypeOf, it } from "vitest";
import { readGraph } from "./_graph.ts";
import type { PlottableModel, PlottableNode, PlottableOperation, PlottableTensor } from "./_plottable.ts";
import { plotModel } from "./plot-model.ts";

type Size = number | null;

/** As much of a layer as a picture needs: calls are recorded, nothing is computed. */
class Toy implements PlottableOperation {
  static readonly className: string = "Toy";
  readonly inboundNodes: PlottableNode[] = [];
  readonly name: string;

  constructor(name: string, options: object = {}) {
    this.name = name;
    Object.assign(this, options);
  }
  on(inputs: PlottableTensor[], shape: Size[] = [null, 8], dtype = "float32"): PlottableTensor {
    const history = { operation: this, nodeIndex: this.inboundNodes.length, tensorIndex: 0 };
    const output = { name: `${this.name}_out`, shape, dtype, history };
    this.inboundNodes.push({ inputs, outputs: [output] });
    return output;
  }
}
class InputLayer extends Toy {
  static override readonly className = "InputLayer";
}
class Dense extends Toy {
  static override readonly className = "Dense";
}
class Add extends Toy {
  static override readonly className = "Add";
}
class Functional extends Toy implements PlottableModel {
  static override readonly className: string = "Functional";
  readonly layers: PlottableOperation[] = [];
  readonly inputs: PlottableTensor[];
  readonly outputs: PlottableTensor[];

  constructor(name: string, inputs: PlottableTensor[], outputs: PlottableTensor[]) {
    super(name);
    this.inputs = inputs;
    this.outputs = outputs;
  }
}
class Sequential extends Toy implements PlottableModel {
  static override readonly className: string = "Sequential";
  readonly layers: Toy[];
  readonly outputs: PlottableTensor[] = [];

  constructor(name: string, layers: Toy[]) {
    super(name);
    this.layers = layers;
  }
}

const input = (name: string, shape: Size[] = [null, 8]) => new InputLayer(name).on([], shape);
const texts = (svg: string) => [...svg.matchAll(/<text[^>]*>([^<]*)/g)].map((match) => match[1]);
/** The graph as names. */
function graphOf(model: PlottableModel, expandNested = false) {
  const { boxes, clusters, edges } = readGraph(model, expandNested);
  const name = (id: string | undefined) =>
    boxes.find((box) => box.id === id)?.operation.name ?? clusters.find((cluster) => cluster.id === id)?.model.name;
  return {
    boxes: boxes.map((box) => [name(box.cluster), box.operation.name].filter(Boolean).join("/")),
    edges: edges.map(([from, to]) => `${name(from)} > ${name(to)}`),
  };
}

describe("readGraph", () => {
  it("follows what leads from the inputs to the outputs, and nothing else", () => {
    const [a, b] = [input("a"), input("b")];
    const hidden = new Dense("hidden").on([b]);
    new Dense("elsewhere").on([hidden]);
    const sum = new Add("sum").on([a, hidden]);
    expect(graphOf(new Functional("net", [a, b], [new Dense("out").on([sum]), hidden]))).toEqual({
      boxes: ["a", "b", "hidden", "sum", "out"],
      edges: ["b > hidden", "a > sum", "hidden > sum", "sum > out"],
    });
  });

  it("has one box for a shared layer, of the calls in this model alone", () => {
    const [a, b, c] = [input("a"), input("b", [null, 4, 8]), input("c", [null, 2])];
    const shared = new Dense("shared");
    const outputs = [shared.on([a]), shared.on([b], [null, 4, 8])];
    shared.on([c], [null, 2]);
    const model = new Functional("net", [a, b], outputs);
    expect(graphOf(model)).toEqual({ boxes: ["a", "b", "shared"], edges: ["a > shared", "b > shared"] });
    expect(readGraph(model, false).boxes[2]!.nodes).toHaveLength(2);
    expect(texts(plotModel(model, { showShapes: true }).toSVG())).toContain("(None, 8) or (None, 4, 8)");
  });

  it("chains the layers of a Sequential, of its subclasses, and of one that is not built", () => {
    class Chain extends Sequential {
      static override readonly className = "Chain";
    }
    for (const Class of [Sequential, Chain]) {
      const model = new Class("chain", [new Dense("one"), new Dense("two"), new Dense("three")]);
      expect(graphOf(model)).toEqual({ boxes: ["one", "two", "three"], edges: ["one > two", "two > three"] });
    }
  });

  it("opens nested models, and leads edges to what is in them", () => {
    const inner = input("inner");
    const encoder = new Functional("encoder", [inner], [new Dense("code").on([inner])]);
    const head = new Sequential("head", [new Dense("h1"), new Dense("h2")]);
    const [a, b] = [input("a"), input("b")];
    const sum = new Add("sum").on([encoder.on([a]), encoder.on([b])]);
    const model = new Functional("net", [a, b], [new Dense("out").on([head.on([sum])])]);
    expect(graphOf(model)).toEqual({
      boxes: ["a", "b", "encoder", "sum", "head", "out"],
      edges: ["a > encoder", "b > encoder", "encoder > sum", "sum > head", "head > out"],
    });
    expect(graphOf(model, true)).toEqual({
      boxes: ["a", "b", "encoder/inner", "encoder/code", "sum", "head/h1", "head/h2", "out"],
      edges: ["inner > code", "h1 > h2", "a > inner", "b > inner", "code > sum", "sum > h1", "h2 > out"],
    });
  });

  it("starts at a tensor inside another graph where the model does", () => {
    const middle = new Dense("before").on([input("a")]);
    expect(graphOf(new Functional("tail", [middle], [new Dense("after").on([middle])]))).toEqual({
      boxes: ["after", "before_out"],
      edges: ["before_out > after"],
    });
  });

  it("shows a model of its own making as one box", () => {
    class Mine extends Toy implements PlottableModel {
      readonly layers = [new Dense("hidden")];
      get outputs(): never {
        throw new Error("not built");
      }
    }
    expect(graphOf(new Mine("mine"), true)).toEqual({ boxes: ["mine"], edges: [] });
  });

  it("reads graphs of thousands of layers", () => {
    const start = input("start");
    let tensor = start;
    for (let i = 0; i < 20_000; i++) tensor = new Dense(`d${i}`).on([tensor]);
    expect(readGraph(new Functional("deep", [start], [tensor]), false).edges).toHaveLength(20_000);
  });
});

describe("plotModel", () => {
  const build = () => {
    const start = input("start", [null, 28, 28]);
    const weighted = { weights: [1], trainable: false, activation: "relu" };
    const hidden = new Dense("hidden", weighted).on([start], [null, 28, 4]);
    return new Functional("net", [start], [new Dense("out").on([hidden], [null], "int32")]);
  };

  it("names classes and layers, and tells no more unless asked", () => {
    expect(texts(plotModel(build()).toSVG())).toEqual([
      "net",
      "Functional",
      "InputLayer",
      "start",
      "Dense",
      "hidden",
      "Dense",
      "out",
    ]);
    expect(texts(plotModel(build(), { showLayerNames: false, title: "T" }).toSVG())).toEqual([
      "T",
      "Functional",
      "InputLayer",
      "Dense",
      "Dense",
    ]);
  });

  it("tells shapes as Keras writes them, dtypes, activations and what is trained", () => {
    const options = { showShapes: true, showDtype: true, showLayerActivations: true, showTrainable: true };
    const told = texts(plotModel(build(), options).toSVG()).join("; ");
    expect(told).toContain("InputLayer; start; Output shape; (None, 28, 28); Output dtype; float32; Dense");
    expect(told).toContain(
      "hidden; Activation; relu; Input shape; (None, 28, 28); Output shape; (None, 28, 4); Output dtype; float32; Trainable; no; Dense",
    );
    expect(told).toContain("out; Input shape; (None, 28, 4); Output shape; (None,); Output dtype; int32");
  });

  it("puts cards in ranks in the direction that is asked for", () => {
    const places = (rankdir: "TB" | "BT" | "LR" | "RL") =>
      [
        ...plotModel(build(), { rankdir })
          .toSVG()
          .matchAll(/<g class="layer"><rect x="([\d.]+)" y="([\d.]+)"/g),
      ].map((match) => [Number(match[1]), Number(match[2])]);
    // cards of 130 by 46, with 38 between them
    expect(places("TB")).toEqual([
      [1, 1],
      [1, 85],
      [1, 169],
    ]);
    expect(places("BT")).toEqual([
      [1, 169],
      [1, 85],
      [1, 1],
    ]);
    expect(places("LR")).toEqual([
      [1, 1],
      [169, 1],
      [337, 1],
    ]);
    expect(places("RL")).toEqual([
      [337, 1],
      [169, 1],
      [1, 1],
    ]);
  });

  it("draws an arrow from the middle of a side to the middle of the next", () => {
    const svg = plotModel(build()).toSVG();
    expect(svg).toContain('<path d="M66,47L66,78"'); // the head takes the last 7 pixels
    expect(svg).toContain('<path d="M66,85L62,77L70,77z"');
  });

  it("leads edges past the cards between their ends", () => {
    const start = input("start");
    const one = new Dense("one").on([start]);
    const model = new Functional("net", [start], [new Add("sum").on([new Dense("two").on([one]), start])]);
    const svg = plotModel(model).toSVG();
    const cards = [
      ...svg.matchAll(/<g class="layer"><rect x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)"/g),
    ].map((match) => match.slice(1).map(Number));
    const lanes = [...svg.matchAll(/ ([\d.]+),([\d.]+)L\1,([\d.]+)/g)].map((match) => match.slice(1).map(Number));
    expect(lanes.length).toBeGreaterThan(0);
    for (const [x, from, to] of lanes as [number, number, number][]) {
      const hit = cards.filter(
        ([left, top, width, height]) => x > left! && x < left! + width! && to > top! && from < top! + height!,
      );
      expect(hit).toEqual([]);
    }
  });

  it("keeps inputs in their order", () => {
    const inputs = ["a", "b", "c"].map((name) => input(name));
    const svg = plotModel(new Functional("net", inputs, [new Add("sum").on(inputs)])).toSVG();
    const across = ["a", "b", "c"].map((name) => Number(new RegExp(`<text x="([\\d.]+)"[^>]*>${name}<`).exec(svg)![1]));
    expect(across).toEqual(across.toSorted((x, y) => x - y));
  });

  it("frames nested models and escapes names", async () => {
    const name = "<script>alert(1)</script>&\"'";
    const inner = input("inner");
    const nested = new Functional(name, [inner], [new Dense(name).on([inner])]);
    const start = input("start");
    const picture = plotModel(new Functional(name, [start], [nested.on([start])]), { expandNested: true });
    const svg = picture.toSVG();
    expect(svg).not.toContain("<script");
    expect(svg).toContain('stroke-dasharray="5 4"');
    expect(svg).toContain("&lt;script&gt;alert(1)&lt;/script&gt;&amp;&quot;'");
    expect((await picture.toPNG()).length).toBeGreaterThan(5000);
  });

  it("cuts names that are too long", () => {
    const svg = plotModel(new Sequential("s", [new Dense("x".repeat(300))])).toSVG();
    expect(svg).toMatch(/>x+…<title>x{300}</);
    expect(plotModel(new Sequential("s", [new Dense("x".repeat(300))])).width).toBe(380 + 2 + 48);
  });

  it("refuses what is no model, models without layers, and options that do not fit", () => {
    expect(() => plotModel(undefined as never)).toThrow(
      "Cannot plot model: it must be a model, with `name` and `layers`, received undefined",
    );
    expect(() => plotModel(new Dense("dense") as never)).toThrow(
      "it must be a model, with `name` and `layers`, received",
    );
    expect(() => plotModel(new Sequential("empty", []))).toThrow(
      'Cannot plot Sequential "empty": it must have a layer',
    );
    expect(() => plotModel(build(), { rankdir: "UP" } as object)).toThrow(
      'Cannot plot model: `rankdir` must be one of "TB", "BT", "LR", "RL", received "UP"',
    );
    expect(() => plotModel(build(), { show_shapes: true } as object)).toThrow('received "show_shapes"');
  });
});

describe("the types of models", () => {
  it("fit those of core", () => {
    expectTypeOf<KerasTensor>().toExtend<PlottableTensor>();
    expectTypeOf<Operation>().toExtend<PlottableOperation>();
    expectTypeOf<Layer>().toExtend<PlottableOperation>();
    expectTypeOf<Layer & { layers: Layer[]; inputs: KerasTensor[] }>().toExtend<PlottableModel>();
  });
});
