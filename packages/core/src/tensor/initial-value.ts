import type { Tensor } from "@hornbeam/kernels/tfjs";
import type { DType } from "../array/dtype.ts";
import { NDArray } from "../array/nd-array.ts";
import type { KnownShape } from "../array/shape.ts";
import { OptionError, refusal } from "../errors.ts";

/** Makes the first value of a variable: an initializer, or a function of shape and dtype. */
export type InitialValue = (shape: KnownShape, dtype: DType) => Tensor | NDArray;

/** What a variable may start from: what makes its value, the value, or one of two names. */
export type Initial = InitialValue | NDArray | "zeros" | "ones";

const named: Readonly<Record<string, InitialValue>> = {
  zeros: (shape, dtype) => NDArray.zeros(shape, dtype),
  ones: (shape, dtype) => {
    const ones = NDArray.zeros(shape, dtype);
    (ones.data as Float32Array).fill(1);
    return ones;
  },
};

/**
 * What makes the first value of the variable `name`, or that value.
 *
 * @throws {OptionError} for other names: to know all initializers by name is to carry all of them.
 */
export function initialValue(initial: Initial, name: string): InitialValue | NDArray {
  if (typeof initial === "function" || initial instanceof NDArray) return initial;
  const known = typeof initial === "string" && Object.hasOwn(named, initial) ? named[initial] : undefined;
  if (known) return known;
  throw refusal(OptionError, {
    action: `make variable "${name}"`,
    expected: '`initializer` must be an initializer, an array, "zeros" or "ones"',
    received: initial,
    hint: 'Make one, `new GlorotUniform()`, or declare an option, `kernelInitializer: initializer("glorot_uniform")`, which reads names.',
  });
}
