import { describe, expect, it } from "vitest";
import { attachHover, type HoverData } from "./_hover.ts";
import { plotHistory } from "./plot-history.ts";

/** As much of a page as the hover touches. */
class FakeElement {
  readonly attributes = new Map<string, string>();
  readonly listeners = new Map<string, (event: object) => void>();
  readonly viewBox = { baseVal: { width: 200, height: 100 } };
  readonly ownerDocument = { createElementNS: () => new FakeElement() };
  children: FakeElement[] = [];
  #text = "";

  setAttribute(name: string, value: string) {
    this.attributes.set(name, value);
  }
  appendChild(child: FakeElement) {
    this.children.push(child);
  }
  addEventListener(name: string, listener: (event: object) => void) {
    this.listeners.set(name, listener);
  }
  getBoundingClientRect() {
    return { left: 10, top: 20, width: 400, height: 200 }; // shown at twice its size
  }
  getComputedTextLength() {
    return this.#text.length * 6;
  }
  get textContent(): string {
    return this.#text + this.children.map((child) => child.textContent).join("|");
  }
  set textContent(text: string) {
    this.#text = text;
    this.children = [];
  }
}

const data: HoverData = {
  epochs: [1, 2, 3],
  ink: "#000",
  frame: "#ccc",
  panels: [
    {
      left: 20,
      right: 120,
      top: 10,
      bottom: 90,
      x: [20, 70, 120],
      lines: [
        { label: "training", color: "#00f", dashed: false, y: [80, null, 20], text: ["3", "NaN", "1"] },
        { label: "validation", color: "#00f", dashed: true, y: [70, 60, null], text: ["2.5", "2", ""] },
      ],
    },
  ],
};

function start() {
  const svg = new FakeElement();
  attachHover(svg as unknown as SVGSVGElement, data); // the fake has all that is used
  const layer = svg.children[0]!;
  const move = (x: number, y: number) =>
    svg.listeners.get("pointermove")!({ clientX: 10 + 2 * x, clientY: 20 + 2 * y });
  const press = (key: string) => svg.listeners.get("keydown")!({ key, preventDefault() {} });
  return { svg, layer, move, press };
}

describe("attachHover", () => {
  it("tells the values of the nearest epoch", () => {
    const { layer, move } = start();
    move(30, 50);
    expect(layer.textContent).toContain("epoch 1|training 3|validation 2.5");
    move(60, 50);
    expect(layer.textContent).toContain("epoch 2|training NaN|validation 2");
    move(125, 50);
    expect(layer.textContent).toContain("epoch 3|training 1");
    expect(layer.textContent).not.toContain("validation");
  });

  it("draws a line and a dot for each value that can be drawn", () => {
    const { layer, move } = start();
    move(70, 50);
    expect(layer.children[0]!.attributes.get("d")).toBe("M70,10V90");
    const dots = layer.children.filter((child) => child.attributes.has("cx"));
    expect(dots.map((dot) => [dot.attributes.get("cx"), dot.attributes.get("cy")])).toEqual([["70", "60"]]);
  });

  it("is silent outside the panels", () => {
    const { svg, layer, move } = start();
    move(30, 50);
    move(150, 50);
    expect(layer.children).toEqual([]);
    move(30, 50);
    svg.listeners.get("pointerleave")!({});
    expect(layer.children).toEqual([]);
  });

  it("follows the keys", () => {
    const { layer, press } = start();
    press("ArrowRight");
    expect(layer.textContent).toContain("epoch 1");
    press("End");
    press("ArrowRight");
    expect(layer.textContent).toContain("epoch 3");
    press("ArrowLeft");
    expect(layer.textContent).toContain("epoch 2");
    press("Escape");
    expect(layer.children).toEqual([]);
  });
});

describe("the page of a history", () => {
  it("has a script that stands on its own", () => {
    const page = plotHistory({ epoch: [0, 1], history: { loss: [1, 0.5] } }).toHTML();
    const script = /<script type="module">([\s\S]*)<\/script>/.exec(page)![1]!;
    const svg = new FakeElement();
    new Function("document", script)({ querySelector: () => svg });
    svg.listeners.get("keydown")!({ key: "End", preventDefault() {} });
    expect(svg.children[0]!.textContent).toContain("epoch 2|loss 0.5");
  });
});
