import { refusal, ShapeError } from "../errors.ts";

/** Numbers, booleans or strings in lists of any depth. */
export type Nested = number | boolean | string | bigint | readonly Nested[] | ArrayLike<number>;

/** The shape of nested lists, all of which must be as long as their neighbours. */
export function nestedShape(value: Nested, action: string): number[] {
  if (!isList(value)) return [];
  const shape = [value.length];
  const first = value[0];
  if (first === undefined || !isList(first)) {
    for (let i = 1; i < value.length; i++) if (isList(value[i])) throw ragged(action, value[i]);
    return shape;
  }
  const inner = nestedShape(first, action);
  for (let i = 1; i < value.length; i++) {
    const other = nestedShape(value[i] as Nested, action);
    if (other.length !== inner.length || other.some((size, axis) => size !== inner[axis]))
      throw ragged(action, value[i]);
  }
  return [...shape, ...inner];
}

/** Writes the leaves of nested lists in order into `target`. */
export function flattenInto(value: Nested, target: { [index: number]: unknown }, from = 0): number {
  if (!isList(value)) {
    target[from] = value;
    return from + 1;
  }
  let at = from;
  for (let i = 0; i < value.length; i++) at = flattenInto(value[i] as Nested, target, at);
  return at;
}

function isList(value: unknown): value is ArrayLike<Nested> {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView));
}

function ragged(action: string, received: unknown): ShapeError {
  return refusal(ShapeError, { action, expected: "nested lists must have equal lengths along each axis", received });
}
