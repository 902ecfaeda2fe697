import { OptionError, refusal } from "@hornbeam/core";
import { textWidth } from "../svg/_text.ts";
import { theme } from "../svg/_theme.ts";
import { type NumberArray, readArray } from "./_array.ts";

/** Classes of the images: numbers or names, or for each image a row with a number a class, the largest of which counts. */
export type Classes = NumberArray | readonly string[];

/** The words under an image. */
export interface Caption {
  readonly main: string;
  /** The true class where the prediction is wrong. */
  readonly aside: string;
  readonly color: string;
  readonly wrong: boolean;
}

const action = "plot images";
export const captionStyle = { size: 12 } as const;
export const captionLine = 16;

/** A caption an image: its label, or `predicted` in green where right, `predicted (true label)` in red where wrong. */
export function makeCaptions(
  count: number,
  labels: Classes | undefined,
  predictions: Classes | undefined,
  classNames: readonly string[] | undefined,
): Caption[] | undefined {
  const known = labels === undefined ? undefined : readClasses(labels, "labels", count, classNames);
  const guessed = predictions === undefined ? undefined : readClasses(predictions, "predictions", count, classNames);
  if (guessed === undefined || known === undefined) {
    return (guessed ?? known)?.map((main) => ({ main, aside: "", color: theme.ink, wrong: false }));
  }
  return guessed.map((main, i) => {
    const wrong = main !== known[i];
    return { main, aside: wrong ? `(true ${known[i]})` : "", color: wrong ? theme.bad : theme.good, wrong };
  });
}

/** Width of the widest caption, on one line or two. */
export function captionWidth(captions: readonly Caption[], lines: 1 | 2): number {
  const width = (text: string) => textWidth(text, captionStyle);
  return Math.max(
    ...captions.map(({ main, aside }) =>
      lines === 1 ? width(aside === "" ? main : `${main} ${aside}`) : Math.max(width(main), width(aside)),
    ),
  );
}

function readClasses(
  classes: Classes,
  name: "labels" | "predictions",
  count: number,
  classNames: readonly string[] | undefined,
): string[] {
  if (Array.isArray(classes) && classes.length === count && classes.every((item) => typeof item === "string"))
    return [...(classes as readonly string[])];
  const { data, shape } = readArray(classes as NumberArray, action, `\`${name}\``);
  if (shape[0] !== count || shape.length > 2) {
    const expected = `\`${name}\` must have one class or one row of scores for each of ${count} images`;
    throw refusal(OptionError, { action, expected, receivedAs: "shape", received: shape, option: name });
  }
  const width = shape[1] ?? 1;
  return Array.from({ length: count }, (_, i) => {
    const index = width === 1 ? data[i]! : largest(data, i * width, width);
    return classNames?.[index] ?? String(index);
  });
}

function largest(data: ArrayLike<number>, from: number, length: number): number {
  let best = 0;
  for (let i = 1; i < length; i++) if (data[from + i]! > data[from + best]!) best = i;
  return best;
}
