import { coordinate, element } from "../svg/_element.ts";
import { textAt, textWidth } from "../svg/_text.ts";
import { theme } from "../svg/_theme.ts";
import type { Fact } from "./_facts.ts";
import { familyColor } from "./_family.ts";

/** What a card says: a class, the layer's own name, and facts. */
export interface Card {
  readonly className: string;
  readonly name: string | undefined;
  readonly facts: readonly Fact[];
}

const heading = { size: 13, weight: "bold" } as const;
const under = { size: 11, fill: theme.muted } as const;
const row = 18;
const pad = 12;
const stripe = 5;
const widest = 380;

/** Width of a card that holds its words. */
export function cardWidth({ className, name, facts }: Card): number {
  const words = [textWidth(className, heading), textWidth(name ?? "", under)];
  for (const [label, value] of facts) words.push(textWidth(label, under) + 18 + textWidth(value, under));
  return Math.min(widest, Math.ceil(Math.max(...words) + 2 * pad + stripe));
}

export function cardHeight(card: Card): number {
  return headHeight(card) + (card.facts.length === 0 ? 0 : card.facts.length * row + 8);
}

function headHeight({ name }: Card): number {
  return name === undefined ? 32 : 46;
}

/** A card whose upper left corner is at `x`, `y`. */
export function drawCard(card: Card, x: number, y: number, width: number): string {
  const { className, name, facts } = card;
  const color = familyColor(className);
  const height = cardHeight(card);
  const left = x + stripe + pad;
  const fit = width - stripe - 2 * pad;
  let svg = element("rect", { x, y, width, height, rx: 7, fill: "#fff", stroke: theme.frame });
  // the stripe is rounded only where the card is
  const d = `M${coordinate(x + stripe)},${coordinate(y)}h-1a4,7 0 0 0 -4,7v${coordinate(height - 14)}a4,7 0 0 0 4,7h1z`;
  svg += element("path", { d, fill: color });
  svg += textAt(left, y + 21, className, { ...heading, fit });
  if (name !== undefined) svg += textAt(left, y + 37, name, { ...under, fit });
  if (facts.length > 0) {
    const line = `M${coordinate(x + stripe)},${coordinate(y + headHeight(card))}H${coordinate(x + width)}`;
    svg += element("path", { d: line, stroke: theme.grid });
  }
  facts.forEach(([label, value], i) => {
    const baseline = y + headHeight(card) + 17 + i * row;
    svg += textAt(left, baseline, label, under);
    const room = fit - textWidth(label, under) - 12;
    svg += textAt(x + width - pad, baseline, value, { size: 11, anchor: "end", fit: room });
  });
  return element("g", { class: "layer" }, svg);
}
