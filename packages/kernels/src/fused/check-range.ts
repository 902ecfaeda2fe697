import { engine, type Tensor } from "@hornbeam/kernels/tfjs";
import { current } from "../current.ts";
import { unrecorded } from "../recording/host.ts";

/** The integers from `least` on, `length` of them. */
export interface IntegerRange {
  readonly least: number;
  readonly length: number;
}

/**
 * Refuses integers that are not all in a range, by a kernel that looks for the first that is not. In a recorded step it looks with
 * each replay; one that is refused ends there.
 *
 * - integers: any shape, int32
 *
 * @throws what `refusal` gives for the first integer that is not in the range.
 * @example
 * checkRange(tensor1d([0, 2], "int32"), { least: 0, length: 3 }, (n) => new RangeError(`received ${n}`));
 */
export function checkRange(integers: Tensor, range: IntegerRange, refusal: (integer: number) => Error): void {
  const fail = (integer: number): never => {
    throw refusal(integer);
  };
  const { runtime } = current();
  if (engine().backend !== runtime.backend) {
    const { least, length } = range;
    const found = unrecorded(() => integers.dataSync()).find((one) => one < least || one >= least + length);
    if (found !== undefined) fail(found);
    return;
  }
  runtime.frame(() => {
    const found = runtime.workspace(8);
    runtime.run("outside", 1, { count: integers.size, ...range, ids: runtime.input(integers), found });
    runtime.check(found, fail);
  });
}
