import { type NDArray, refusal, sameShape, show, type Variable } from "@hornbeam/core";
import type { Model } from "../../model.ts";

/**
 * Gives each of a model's variables the array whose name is its path, or what is left of it: TensorFlow.js leaves the
 * names of wrappers, cells and inner models out. Everything is compared before the first value is assigned.
 *
 * @throws {LoadingError} where a variable has none or several of that name, or an array of another shape, or one is left.
 */
export function assignByName(
  model: Model,
  arrays: ReadonlyMap<string, NDArray>,
  { LoadingError }: typeof import("@hornbeam/saving"),
): void {
  const owner = model[Symbol.toStringTag];
  const wrong = (expected: string, received?: unknown) =>
    refusal(LoadingError, { action: `load the weights of ${owner}`, owner, expected, ...(received !== undefined && { received }) }); // biome-ignore format: one line
  const left = new Map(arrays);
  const pairs: [Variable, NDArray][] = [];
  for (const variable of model.weights) {
    const names = [...left.keys()].filter((name) => isPartOf(name, variable.path));
    const longest = Math.max(...names.map((name) => name.length));
    const [name, other] = names.filter(({ length }) => length === longest);
    const array = name === undefined ? undefined : left.get(name);
    if (name === undefined || !array)
      throw wrong(`the file must have the weight ${show(variable.path)}, which is missing`);
    if (other !== undefined && !name.split("/").some((part) => cell.test(part)))
      throw wrong(`${show(variable.path)} must have one weight in the file, not two`, [name, other]);
    if (!sameShape(array.shape, variable.shape)) {
      throw wrong(`weight ${show(variable.path)} must have shape [${variable.shape.join(", ")}]`, array.shape);
    }
    left.delete(name);
    pairs.push([variable, array]);
  }
  if (left.size > 0)
    throw wrong("the model must have all weights of the file, some are unexpected", [...left.keys()].slice(0, 5));
  for (const [variable, array] of pairs) variable.assign(array);
}

/** What TensorFlow.js calls the cells of a stack, which come in their order. */
const cell = /^RNNCell_\d+$/;

/** Whether the parts of a name stand in a path in their order, the last of both being the same. */
function isPartOf(name: string, path: string): boolean {
  const wanted = name.split("/").filter((part) => !cell.test(part)).reverse(); // biome-ignore format: one line
  const there = path.split("/").reverse();
  if (wanted[0] === "depthwise_kernel" && there[0] === "kernel") wanted[0] = "kernel"; // DepthwiseConv2D's, in Keras 2
  if (wanted[0] !== there[0]) return false;
  let at = 0;
  for (const part of there) if (part === wanted[at]) at++;
  return at === wanted.length;
}
