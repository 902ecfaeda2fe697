import {
  type AnyLayer,
  flatten,
  type KerasTensor,
  mapStructure,
  NDArray,
  type Tensor,
  tidy,
  toTensor,
} from "@hornbeam/core";
import { onHost } from "./matchers.ts";

/** Tensors in the place of host arrays. */
export function tensorsOf(input: unknown): unknown {
  return mapStructure(input, (leaf) => (leaf instanceof NDArray ? toTensor(leaf) : leaf));
}

/** The outputs of a call, on the host; nothing is left on the device. */
export function outputOf(layer: AnyLayer, input: unknown, options: object): NDArray[] {
  const outputs: NDArray[] = [];
  tidy(() => {
    const result = (layer as unknown as (inputs: unknown, options: object) => unknown)(tensorsOf(input), options); // a layer is a function of whatever its inputs are
    for (const tensor of flatten(result) as Tensor[]) outputs.push(onHost(tensor));
  });
  return outputs;
}

/** The shape of one output, or the list of those of several. */
export function shapesOf(outputs: unknown): unknown {
  const leaves = flatten(outputs) as (NDArray | KerasTensor)[];
  const shapes = leaves.map(({ shape }) => [...shape]);
  return shapes.length === 1 ? shapes[0] : shapes;
}
