import { isFloat, isTensor, type NDArray, type Tensor } from "@hornbeam/core";
import type { Checks } from "./checks.ts";
import type { Tolerance } from "./compare.ts";
import { mapTensors } from "./host.ts";
import { decodeArray, isEncodedTensor } from "./values.ts";

/** The float tensors of a structure of arguments, in order: what gradients are taken of. */
export function floatTensors(structure: unknown): Tensor[] {
  const found: Tensor[] = [];
  mapTensors(structure, (leaf) => {
    if (isTensor(leaf) && isFloat(leaf.dtype)) found.push(leaf);
    return leaf;
  });
  return found;
}

/** Gradients in the structure of the arguments: null for what is not float. */
export function gradientStructure(
  structure: unknown,
  tensors: readonly Tensor[],
  grads: readonly (NDArray | null)[],
): unknown {
  return mapTensors(structure, (leaf) => {
    const index = isTensor(leaf) ? tensors.indexOf(leaf) : -1;
    return index < 0 ? null : (grads[index] ?? null);
  });
}

/** Compares gradients with stored ones: no gradient, and one of nothing but zeros, are as good as each other. */
export function checkGradients(checks: Checks, where: string, got: unknown, want: unknown, tolerance: Tolerance): void {
  if (isEncodedTensor(want)) {
    if (got === null || got === undefined) {
      const zeros = decodeArray(want).data.every((element: unknown) => Number(element) === 0);
      checks.holds(where, zeros, "no gradient, though the output depends on it");
    } else checks.structure(where, got, want, tolerance);
  } else if (want === null || want === undefined) {
    const all: unknown[] = [];
    mapTensors(got, (leaf) => all.push((leaf as NDArray | null)?.data));
    const zeros = all.every((data) => data == null || Array.from(data as Float32Array).every((g) => g === 0));
    checks.holds(where, zeros, "a gradient, though the output does not depend on it");
  } else if (Array.isArray(want)) {
    want.forEach((part, i) => {
      checkGradients(checks, `${where}[${i}]`, (got as unknown[] | null)?.[i], part, tolerance);
    });
  } else {
    for (const [key, part] of Object.entries(want as object)) {
      checkGradients(checks, `${where}.${key}`, (got as Record<string, unknown> | null)?.[key], part, tolerance);
    }
  }
}
