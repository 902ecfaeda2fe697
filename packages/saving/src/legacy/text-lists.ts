import { unreadable } from "../hdf5/_unreadable.ts";
import type { Hdf5Group, Hdf5Value } from "../hdf5/index.ts";

/** Bytes that Keras puts into one attribute of a list of names. */
const mostBytes = 64_512;
/** What a text of any length takes in an attribute: a reference to where it is. */
const referenceBytes = 16;

/** A list of texts as attributes: in one, or in `name0`, `name1`, … where it is too large for one. */
export function textListAttributes(name: string, texts: readonly string[]): [string, Hdf5Value][] {
  if (texts.length === 0) return [[name, { dtype: "float64", shape: [0], data: new Float64Array(0) }]]; // as NumPy has it
  const utf8 = new TextEncoder();
  const widest = Math.max(referenceBytes, ...texts.map((text) => utf8.encode(text).length));
  const whole = (parts: number) => Math.ceil(texts.length / parts) * widest <= mostBytes;
  let parts = 1;
  while (!whole(parts) && parts < texts.length) parts++;
  const list = (data: string[]): Hdf5Value => ({ dtype: "string", shape: [data.length], data });
  if (parts === 1) return [[name, list([...texts])]];
  return splitEvenly(texts, parts).map((part, i) => [`${name}${i}`, list(part)]);
}

/** Parts of nearly one length, the longer ones first. */
function splitEvenly(texts: readonly string[], parts: number): string[][] {
  const [length, longer] = [Math.floor(texts.length / parts), texts.length % parts];
  return Array.from({ length: parts }, (_, i) => {
    const start = i * length + Math.min(i, longer);
    return texts.slice(start, start + length + (i < longer ? 1 : 0));
  });
}

/** The list of texts in a group's attributes; undefined where there is none. */
export function readTextList({ attributes }: Hdf5Group, name: string): string[] | undefined {
  const whole = attributes.get(name);
  if (whole !== undefined) return textsIn(whole, name);
  const texts: string[] = [];
  for (let i = 0; ; i++) {
    const part = attributes.get(`${name}${i}`);
    if (part === undefined) return i === 0 ? undefined : texts;
    texts.push(...textsIn(part, name));
  }
}

function textsIn(value: Hdf5Value, name: string): string[] {
  if (typeof value === "object" && value !== null) {
    if (value.data.length === 0) return [];
    if (Array.isArray(value.data)) return value.data;
  }
  throw unreadable(`the attribute "${name}" must be a list of texts, its datatype is another`);
}
