import { type KerasTensor, type Shape, type Tensor, type TensorLike, tidy } from "@hornbeam/core";
import { argumentError, shapeError, specOf } from "../_spec.ts";
import { reshape } from "../numpy/reshape.ts";
import { transpose } from "../numpy/transpose.ts";

/**
 * Axes taken apart, put in another order and joined, written by their names: `"b (h w) c -> b c h w"`.
 *
 * @param axes Sizes of axes that do not follow from the shape.
 * @throws {ShapeError} when the sizes do not fit.
 * @see {@link https://keras.io/api/ops/ | keras.ops.rearrange}
 * @example
 * rearrange([[1, 2, 3, 4]], "b (h w) -> b w h", { h: 2 }); // [[[1, 3], [2, 4]]]
 */
export function rearrange(tensor: TensorLike, pattern: string, axes?: Readonly<Record<string, number>>): Tensor;
export function rearrange(
  tensor: TensorLike | KerasTensor,
  pattern: string,
  axes?: Readonly<Record<string, number>>,
): KerasTensor;
export function rearrange(
  tensor: TensorLike | KerasTensor,
  pattern: string,
  axes: Readonly<Record<string, number>> = {},
): Tensor | KerasTensor {
  const [left, right] = sidesOf(pattern);
  const { shape } = specOf(tensor);
  const sizes = sizesOf(left, shape, axes, pattern);
  const names = left.flat();
  return tidy(() => {
    const apart = reshape(tensor as Tensor, names.map((name) => sizes.get(name)!) as Shape);
    const ordered = transpose(apart, { axes: right.flat().map((name) => names.indexOf(name)) });
    const joined = right.map((group) =>
      group.reduce<number | null>(
        (all, name) => (all === null || sizes.get(name) == null ? null : all * sizes.get(name)!),
        1,
      ),
    );
    return reshape(ordered, joined);
  });
}

/** The groups of names on both sides. */
function sidesOf(pattern: string): [string[][], string[][]] {
  const sides = pattern.split("->").map((side) => (side.match(/\([^)]*\)|\S+/g) ?? []).map(namesOf));
  const [left, right] = sides;
  const fits =
    sides.length === 2 &&
    new Set(left!.flat()).size === left!.flat().length &&
    left!.flat().toSorted().join() === right!.flat().toSorted().join();
  if (!fits)
    throw argumentError("rearrange", "pattern", "name the same axes on both sides of one arrow, each once", pattern);
  return [left!, right!];
}

function namesOf(group: string): string[] {
  return group.replaceAll(/[()]/g, " ").trim().split(/\s+/).filter(Boolean);
}

function sizesOf(
  groups: readonly string[][],
  shape: Shape,
  given: Readonly<Record<string, number>>,
  pattern: string,
): Map<string, number | null> {
  if (groups.length !== shape.length)
    throw shapeError("rearrange", `the tensor must have the ${groups.length} axes of "${pattern}"`, shape);
  const sizes = new Map<string, number | null>(Object.entries(given));
  groups.forEach((group, axis) => {
    const open = group.filter((name) => !sizes.has(name));
    const known = group.reduce((all, name) => all * (sizes.get(name) ?? 1), 1);
    const rest = shape[axis] === null ? null : shape[axis]! / known;
    if (open.length > 1 || (rest !== null && (open.length === 0 ? rest !== 1 : !Number.isInteger(rest)))) {
      const expected = `axis ${axis} must be the product of (${group.join(" ")})`;
      throw shapeError("rearrange", expected, shape, "Give the sizes of all of them but one.");
    }
    if (open.length === 1) sizes.set(open[0]!, rest);
  });
  return sizes;
}
