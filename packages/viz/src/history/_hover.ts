/** A line under the pointer: where it is and what it says at each epoch. */
export interface HoverLine {
  readonly label: string;
  readonly color: string;
  readonly dashed: boolean;
  readonly y: readonly (number | null)[];
  readonly text: readonly string[];
}
export interface HoverPanel {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly x: readonly number[];
  readonly lines: readonly HoverLine[];
}
export interface HoverData {
  readonly epochs: readonly number[];
  readonly ink: string;
  readonly frame: string;
  readonly panels: readonly HoverPanel[];
}

/**
 * Shows the values of the epoch under the pointer in every panel; the arrow keys move on, Escape ends it. It is also
 * written into saved pages as it stands, so it must not use anything from outside itself.
 */
export function attachHover(svg: SVGSVGElement, data: HoverData): void {
  const make = (name: string, attributes: Record<string, string | number>, parent: Element): SVGElement => {
    const made = svg.ownerDocument.createElementNS("http://www.w3.org/2000/svg", name) as SVGElement;
    for (const key of Object.keys(attributes)) made.setAttribute(key, String(attributes[key]));
    parent.appendChild(made);
    return made;
  };
  const layer = make("g", { class: "hover", "pointer-events": "none" }, svg);
  let current = -1;

  const note = (panel: HoverPanel, at: number) => {
    const rows = [`epoch ${data.epochs[at]}`];
    for (const line of panel.lines) if (line.text[at]) rows.push(`${line.label} ${line.text[at]}`);
    const box = make("g", {}, layer);
    const back = make("rect", { rx: 4, fill: "#fff", "fill-opacity": 0.94, stroke: data.frame }, box);
    let width = 0;
    rows.forEach((row, i) => {
      const style = { x: 8, y: 16 + 15 * i, "font-size": 11, fill: data.ink, "font-weight": i === 0 ? 700 : 400 };
      const text = make("text", style, box) as SVGTextElement;
      text.textContent = row;
      width = Math.max(width, text.getComputedTextLength());
    });
    back.setAttribute("width", String(width + 16));
    back.setAttribute("height", String(rows.length * 15 + 8));
    const right = panel.x[at]! + 10;
    const x = right + width + 16 > panel.right ? panel.x[at]! - width - 26 : right;
    // above or below, where the lines are not
    let shown = 0;
    let low = 0;
    for (const line of panel.lines) {
      const y = line.y[at];
      if (y === null || y === undefined) continue;
      shown += 1;
      if (y > (panel.top + panel.bottom) / 2) low += 1;
    }
    const y = shown > 0 && 2 * low < shown ? panel.bottom - rows.length * 15 - 14 : panel.top + 2;
    box.setAttribute("transform", `translate(${Math.max(0, x)} ${y})`);
  };

  const show = (at: number) => {
    if (at === current) return;
    current = at;
    layer.textContent = "";
    if (at < 0) return;
    for (const panel of data.panels) {
      const x = panel.x[at]!;
      make("path", { d: `M${x},${panel.top}V${panel.bottom}`, stroke: data.ink, "stroke-opacity": 0.35 }, layer);
      for (const line of panel.lines) {
        const y = line.y[at];
        if (y === null || y === undefined) continue;
        const fill = line.dashed ? "#fff" : line.color;
        make("circle", { cx: x, cy: y, r: 4, fill, stroke: line.color, "stroke-width": 2 }, layer);
      }
      note(panel, at);
    }
  };

  const nearest = (event: { clientX: number; clientY: number }) => {
    const frame = svg.getBoundingClientRect();
    const scale = svg.viewBox.baseVal.width / frame.width;
    const x = (event.clientX - frame.left) * scale;
    const y = (event.clientY - frame.top) * scale;
    const panel = data.panels.find((p) => x >= p.left - 8 && x <= p.right + 8 && y >= p.top - 8 && y <= p.bottom + 8);
    if (!panel) return -1;
    let best = 0;
    panel.x.forEach((place, i) => {
      if (Math.abs(place - x) < Math.abs(panel.x[best]! - x)) best = i;
    });
    return best;
  };

  svg.addEventListener("pointermove", (event) => show(nearest(event)));
  svg.addEventListener("pointerdown", (event) => show(nearest(event)));
  svg.addEventListener("pointerleave", () => show(-1));
  svg.setAttribute("tabindex", "0");
  svg.addEventListener("blur", () => show(-1));
  svg.addEventListener("keydown", (event) => {
    const last = data.epochs.length - 1;
    const next: Record<string, number> = {
      ArrowLeft: current < 0 ? last : Math.max(0, current - 1),
      ArrowRight: Math.min(last, current + 1),
      Home: 0,
      End: last,
      Escape: -1,
    };
    const at = next[event.key];
    if (at === undefined) return;
    event.preventDefault();
    show(at);
  });
}
