import { type KernelConfig, type TensorInfo, util } from "@hornbeam/kernels/tfjs";
import type { Runtime } from "../runtime.ts";
import { stepsOf } from "./axes.ts";
import { kernelOver } from "./define.ts";
import { isPlain, move } from "./move.ts";

interface Attributes {
  readonly paddings: readonly (readonly [number, number])[];
  readonly mode: "reflect" | "symmetric";
}

/**
 * `MirrorPad`: the middle is copied, and then, axis by axis, what lies beyond its ends is a copy of what has been written, backwards:
 *
 *     . . . .       . c d .       d c d c
 *     . a b .   ->  . a b .   ->  b a b a      reflected, rows first
 *     . c d .       . c d .       d c d c
 */
export function mirrorPadKernels(runtime: Runtime): KernelConfig[] {
  return [
    kernelOver<{ x: TensorInfo }, Attributes>(
      runtime,
      "MirrorPad",
      ({ x }) => isPlain(x.dtype) && x.shape.length <= 6,
      ({ x }, { paddings, mode }) => {
        const shape = x.shape.map((size, i) => size + paddings[i]![0] + paddings[i]![1]);
        const y = runtime.output(shape, x.dtype);
        const bytes = util.bytesPerElement(x.dtype);
        const [from, to] = [stepsOf(x.shape), stepsOf(shape)];
        const placeOf = (starts: readonly number[]) =>
          y.address + bytes * starts.reduce((sum, start, i) => sum + start * to[i]!, 0);
        // what has been written so far: where it begins, and how large it is
        let starts = paddings.map(([before]) => before);
        let sizes: readonly number[] = x.shape;
        const axes = sizes.map((size, i) => ({ size, steps: [from[i]!, to[i]!] }));
        move(runtime, x.dtype, axes, runtime.input(x), placeOf(starts));
        const edge = mode === "reflect" ? 1 : 0;
        for (const [axis, [before, after]] of paddings.entries()) {
          const [begin, end] = [before, before + x.shape[axis]!];
          const mirror = (size: number, source: number, target: number): void => {
            const turned = sizes.map((each, i) =>
              i === axis ? { size, steps: [-to[i]!, to[i]!] } : { size: each, steps: [to[i]!, to[i]!] },
            );
            move(runtime, x.dtype, turned, placeOf(starts.with(axis, source)), placeOf(starts.with(axis, target)));
          };
          mirror(before, begin + before - 1 + edge, 0);
          mirror(after, end - 1 - edge, end);
          starts = starts.with(axis, 0);
          sizes = sizes.with(axis, shape[axis]!);
        }
        return y.info;
      },
    ),
  ];
}
