// Runs a suite on every build of the kernels, in the backend's memory, beside it, and on threads.
import * as tf from "@hornbeam/kernels/tfjs";
import { beforeAll, describe } from "vitest";
import { current, setCurrent } from "../src/current.ts";
import type { Variant } from "../src/load-module.ts";
import { makeRuntime } from "../src/make-runtime.ts";
import { replaceKernels, trainingKernels } from "../src/register.ts";
import type { Runtime } from "../src/runtime.ts";
import { start } from "../src/start.ts";
import { joinsVectors, type VectorWidth } from "../src/vector-width.ts";
import { checkingRuntime } from "./threads.ts";

/** Where kernels compute: in the backend's memory, in one of their own, or on three threads, which checks each command. */
type Place = "in place" | "copying" | "threads";

/** The widest vectors that this engine has: an older V8 ends the process when it is asked for wider ones. */
export const widest: VectorWidth = joinsVectors() ? 256 : 128;

/** The configurations: build, place, and bits of its vectors. */
export const variants: readonly (readonly [Variant, Place, VectorWidth])[] = [
  ["relaxed", "in place", widest],
  ["simd", "in place", 128],
  ["relaxed", "copying", 128],
  ["relaxed", "threads", widest],
];

/** `describe` for each configuration, with its kernels registered while it runs. */
export function describeVariants(name: string, suite: (runtime: () => Runtime) => void): void {
  for (const [variant, place, width] of variants) {
    describe(`${name}, ${variant} build, ${place}, ${width} bits`, () => {
      let runtime: Runtime;
      beforeAll(async () => {
        await start({ sharedMemory: false }); // a suite of threads brings its own
        const before = current();
        runtime =
          place === "threads"
            ? await checkingRuntime(variant, width)
            : await makeRuntime(tf.backend(), variant, place === "in place", width);
        runtime.vectorWidth = width;
        replaceKernels(trainingKernels(runtime));
        setCurrent({ runtime, variant });
        return () => setCurrent(before);
      });
      suite(() => runtime);
    });
  }
}
