// Runs a suite on every build of the kernels, in the backend's memory and beside it.
import * as tf from "@hornbeam/kernels/tfjs";
import { beforeAll, describe } from "vitest";
import { setCurrent } from "../src/current.ts";
import { compileModule, type Variant } from "../src/load-module.ts";
import { makeRuntime } from "../src/make-runtime.ts";
import { replaceKernels, trainingKernels } from "../src/register.ts";
import type { Runtime } from "../src/runtime.ts";
import { start } from "../src/start.ts";

/** The configurations: build, and whether in place. */
export const variants: readonly (readonly [Variant, boolean])[] = [
  ["relaxed", true],
  ["simd", true],
  ["relaxed", false],
];

/** `describe` for each configuration, with its kernels registered while it runs. */
export function describeVariants(name: string, suite: (runtime: () => Runtime) => void): void {
  for (const [variant, zeroCopy] of variants) {
    describe(`${name}, ${variant} build, ${zeroCopy ? "in place" : "copying"}`, () => {
      let runtime: Runtime;
      beforeAll(async () => {
        await start();
        runtime = await makeRuntime(tf.backend(), await compileModule(variant), zeroCopy);
        replaceKernels(trainingKernels(runtime));
        setCurrent({ runtime, variant });
      });
      suite(() => runtime);
    });
  }
}
