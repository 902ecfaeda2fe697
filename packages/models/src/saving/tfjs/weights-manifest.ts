import { isRecord, isShape, NDArray, refusal, show } from "@hornbeam/core";

type Saving = typeof import("@hornbeam/saving");

/** Arrays that came with a model, and those of its optimizer. */
export interface TfjsWeights {
  readonly weights: ReadonlyMap<string, NDArray>;
  readonly optimizer: ReadonlyMap<string, NDArray>;
}

const action = "load a TensorFlow.js model";
const sizes: Readonly<Record<string, number>> = { float32: 4, int32: 4, bool: 1, uint8: 1, uint16: 2, float16: 2 };

/** Names of the files that a manifest wants, which must lie beside `model.json`. */
export function shardsOf(manifest: unknown, saving: Saving): string[] {
  return groupsOf(manifest, saving).flatMap(({ paths }) => paths);
}

/**
 * The arrays that a manifest describes, out of its shards' bytes: a group's files are one run of bytes, in which its
 * weights follow each other. Quantised ones become float32.
 *
 * @see {@link https://github.com/tensorflow/tfjs/blob/master/tfjs-core/src/io/types.ts | TensorFlow.js: WeightsManifestConfig}
 */
export function readManifest(manifest: unknown, files: ReadonlyMap<string, Uint8Array>, saving: Saving): TfjsWeights {
  const weights = new Map<string, NDArray>();
  const optimizer = new Map<string, NDArray>();
  for (const { paths, entries } of groupsOf(manifest, saving)) {
    const bytes = joined(paths.map((path) => files.get(path) as Uint8Array));
    let at = 0;
    for (const entry of entries) {
      const { name, length, isOptimizers } = entry;
      if (at + length > bytes.length) {
        throw wrong(saving, `weight ${show(name)} must lie within the ${bytes.length} bytes of ${show(paths)}: they are truncated`, at + length); // biome-ignore format: one line
      }
      const into = isOptimizers ? optimizer : weights;
      if (into.has(name)) throw wrong(saving, "the names of weights must be unique, none twice", name);
      into.set(name, arrayOf(entry, bytes.slice(at, at + length), saving));
      at += length;
    }
    if (at !== bytes.length) throw wrong(saving, `${show(paths)} must have the ${at} bytes that the manifest declares, no more`, bytes.length); // biome-ignore format: one line
  }
  return { weights, optimizer };
}

interface Entry {
  readonly name: string;
  readonly shape: number[];
  /** How a number is stored. */
  readonly stored: string;
  readonly length: number;
  readonly isOptimizers: boolean;
  readonly scale: number;
  readonly min: number;
  readonly quantized: boolean;
}
interface Group {
  readonly paths: string[];
  readonly entries: Entry[];
}

function groupsOf(manifest: unknown, saving: Saving): Group[] {
  if (!Array.isArray(manifest)) throw wrong(saving, "`weightsManifest` must be a list of groups", manifest);
  return manifest.map((group: unknown) => {
    if (!isRecord(group) || !Array.isArray(group["paths"]) || !Array.isArray(group["weights"])) {
      throw wrong(saving, "a group of `weightsManifest` must have paths and weights", group);
    }
    for (const path of group["paths"] as unknown[]) {
      // a name, not a path: it must not lead out of the folder
      if (typeof path === "string" && /^(?!\.\.?$)[^/\\:\0%?#]{1,255}$/.test(path)) continue;
      throw wrong(
        saving,
        "the path of a file of weights must be a name in the folder of the model, it leads outside",
        path,
      );
    }
    return { paths: group["paths"] as string[], entries: (group["weights"] as unknown[]).map((entry) => entryOf(entry, saving)) }; // biome-ignore format: one line
  });
}

function entryOf(entry: unknown, saving: Saving): Entry {
  if (!isRecord(entry) || typeof entry["name"] !== "string") throw wrong(saving, "a weight must have a name", entry);
  const { name, shape, dtype, group, quantization } = entry;
  const what = `weight ${show(name)}`;
  if (!isShape(shape) || shape.includes(null)) throw wrong(saving, `the shape of ${what} must be of sizes`, shape);
  const quantized = isRecord(quantization);
  const stored = quantized ? quantization["dtype"] : dtype;
  const size = typeof stored === "string" && Object.hasOwn(sizes, stored) ? sizes[stored] : undefined;
  if (size === undefined)
    throw wrong(saving, `the dtype of ${what} must be one of ${Object.keys(sizes).join(", ")}`, stored);
  const { scale = 1, min = 0 } = quantized ? quantization : {};
  if (!Number.isFinite(scale) || !Number.isFinite(min)) {
    throw wrong(saving, `the quantization of ${what} must have a finite scale and minimum`, [scale, min]);
  }
  const length = (shape as number[]).reduce((product, axis) => product * axis, size);
  return { name: name as string, shape: shape as number[], stored: stored as string, length, isOptimizers: group === "optimizer", scale: scale as number, min: min as number, quantized }; // biome-ignore format: one line
}

function arrayOf(
  { shape, stored, quantized, scale, min }: Entry,
  { buffer }: Uint8Array<ArrayBuffer>,
  saving: Saving,
): NDArray {
  const numbers = (list: ArrayLike<number>) => Float32Array.from(list, (number) => number * scale + min);
  switch (stored) {
    case "float32":
      return new NDArray(new Float32Array(buffer), shape, "float32");
    case "int32":
      return new NDArray(new Int32Array(buffer), shape, "int32");
    case "float16":
      return new NDArray(saving.fromFloat16(new Uint16Array(buffer)), shape, "float32");
    case "uint16":
      return new NDArray(numbers(new Uint16Array(buffer)), shape, "float32");
    default: {
      const bytes = new Uint8Array(buffer);
      if (quantized) return new NDArray(numbers(bytes), shape, "float32");
      return stored === "bool" ? new NDArray(bytes.map((byte) => (byte === 0 ? 0 : 1)), shape, "bool") : new NDArray(bytes, shape, "uint8"); // biome-ignore format: one line
    }
  }
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function wrong({ LoadingError }: Saving, expected: string, received: unknown): Error {
  return refusal(LoadingError, { action, expected, received });
}
