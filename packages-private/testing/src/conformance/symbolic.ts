import { KerasTensor, type Shape, standardizeDType } from "@hornbeam/core";
import type { Checks } from "./checks.ts";
import { mapTensors } from "./host.ts";

interface Spec {
  readonly shape: Shape;
  readonly dtype: string;
}

export function isSpec(value: unknown): value is Spec {
  if (typeof value !== "object" || value === null) return false;
  return Object.keys(value).sort().join() === "dtype,shape";
}

/** Symbolic tensors in the places of `{shape, dtype}`. */
export function symbolicOf(structure: unknown): unknown {
  if (isSpec(structure)) return new KerasTensor(structure.shape, standardizeDType(structure.dtype));
  if (Array.isArray(structure)) return structure.map(symbolicOf);
  if (typeof structure !== "object" || structure === null) return structure;
  return Object.fromEntries(Object.entries(structure).map(([key, part]) => [key, symbolicOf(part)]));
}

/** Compares inferred shapes and dtypes, int64 being int32 here. */
export function checkSpecs(checks: Checks, where: string, got: unknown, want: unknown): void {
  checks.json(
    where,
    specsOf(got),
    mapSpecs(want, ({ shape, dtype }) => ({ shape, dtype: sameWidth(dtype) })),
  );
}

function specsOf(structure: unknown): unknown {
  return mapTensors(structure, (leaf) => {
    if (leaf instanceof KerasTensor) return { shape: leaf.shape, dtype: sameWidth(leaf.dtype) };
    return leaf;
  });
}

function mapSpecs(structure: unknown, f: (spec: Spec) => unknown): unknown {
  if (isSpec(structure)) return f(structure);
  if (Array.isArray(structure)) return structure.map((part) => mapSpecs(part, f));
  if (typeof structure !== "object" || structure === null) return structure;
  return Object.fromEntries(Object.entries(structure).map(([key, part]) => [key, mapSpecs(part, f)]));
}

function sameWidth(dtype: string): string {
  return dtype === "int64" ? "int32" : dtype;
}
