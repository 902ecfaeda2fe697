import { type DType, type KnownShape, type Shape, sizeOf, type Tensor, type TensorLike, tidy } from "@hornbeam/core";
import { parameter } from "./_parameters.ts";
import { drawnOnHost, floatType, ofShape } from "./_result.ts";
import type { SeedOption } from "./_seed.ts";
import { Words } from "./_words.ts";

interface Options extends SeedOption {
  readonly dtype?: DType | null;
}

/** A tensor of numbers that JavaScript draws one by one, each with the parameters at its place. */
export function drawnOneByOne(
  op: string,
  wanted: Shape,
  parameters: Readonly<Record<string, TensorLike>>,
  { dtype, seed }: Options,
  draw: (words: Words, ...parameters: readonly number[]) => number,
): Tensor {
  const type = floatType(op, dtype);
  const drawn = (shape: KnownShape) => {
    const length = sizeOf(shape);
    const each = Object.entries(parameters).map(([name, value]) => parameter(op, name, value, shape));
    const inputs = each.flatMap(({ tensor }) => tensor ?? []);
    const readers = each.map(({ tensor, at }) => ({ at, isGiven: tensor !== undefined }));
    const all = (key: Int32Array, ...given: readonly ArrayLike<number>[]) => {
      const words = new Words(key);
      const values = given[Symbol.iterator]();
      const at = readers.map((reader) => reader.at(reader.isGiven ? values.next().value : undefined));
      return Float32Array.from({ length }, (_, i) => draw(words, ...at.map((valueAt) => valueAt(i))));
    };
    return drawnOnHost(op, seed, all, shape, type, inputs);
  };
  return tidy(() => ofShape(op, wanted, type, drawn));
}
