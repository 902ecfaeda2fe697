import { mix, nextKey } from "@hornbeam/kernels";
import type { Tensor, Variable as TfVariable } from "@hornbeam/kernels/tfjs";
import { NDArray } from "../array/nd-array.ts";
import { OptionError, refusal } from "../errors.ts";
import { Configured } from "../objects/configured.ts";
import { nonNegativeInteger } from "../options/kinds.ts";
import { nullable } from "../options/option.ts";
import { refuseDraw, unrecorded } from "../recording.ts";
import { Variable } from "../tensor/variable.ts";

export { mix } from "@hornbeam/kernels";

let globalSeed: number | undefined;
let drawn = 0;

/** Makes every seed that is not given follow from this one: the same program gives the same numbers. */
export function setRandomSeed(seed: number): void {
  if (!Number.isSafeInteger(seed) || seed < 0) {
    throw refusal(OptionError, {
      action: "set the random seed",
      expected: "it must be a non-negative integer",
      received: seed,
    });
  }
  globalSeed = seed >>> 0;
  drawn = 0;
}

/** A seed for something that was given none. */
export function makeSeed(): number {
  refuseDraw();
  if (globalSeed === undefined) return crypto.getRandomValues(new Uint32Array(1))[0]!;
  return mix(globalSeed, ++drawn);
}

/**
 * A source of seeds with a state: each draw gives another one, and two generators of one seed give the same ones. The state is a
 * variable: once a kernel has drawn from it, it lives in the backend's memory until it is disposed of.
 *
 * @see {@link https://keras.io/api/random/seed_generator/ | keras.random.SeedGenerator}
 */
export class SeedGenerator extends Configured {
  static override readonly className: string = "SeedGenerator";
  static override readonly kerasModule = "keras.random";
  static override readonly schema = { seed: /* @__PURE__ */ nullable(nonNegativeInteger)(null) };
  /** Seed and number of draws: `[2]`, uint32, as Keras saves it. */
  readonly state: Variable;

  constructor(options?: { readonly seed?: number | null }) {
    super(options);
    const seed = this.initial("seed") as number | null;
    this.state = new Variable({
      name: "seed_generator_state",
      shape: [2],
      dtype: "uint32",
      trainable: false,
      initializer: stateOf(seed ?? makeSeed(), 0),
    });
  }

  /** The next seed: a 32-bit number. */
  next(): number {
    refuseDraw();
    return unrecorded(() => {
      const [seed, count] = this.#words();
      this.state.assign(stateOf(seed, count + 1));
      return mix(seed, count);
    });
  }
  /** The key of the next draw, which follows from the next seed: `[2]`, int32. Kernels make it, in recorded steps too. */
  nextKey(): Tensor {
    return nextKey(this.state.value as TfVariable); // what a variable holds is one of the backend's
  }
  /** Seed and number of draws so far: what a file holds. */
  get snapshot(): NDArray {
    return this.state.numpy();
  }
  /** Goes on from where a snapshot was taken. */
  restore({ data }: NDArray): void {
    this.state.assign(stateOf(Number(data[0]), Number(data[1])));
  }
  /** Starts again, from another seed if one is given. */
  reset(seed: number = this.#words()[0]): void {
    this.state.assign(stateOf(seed, 0));
  }
  [Symbol.dispose](): void {
    this.state[Symbol.dispose]();
  }
  #words(): readonly [seed: number, count: number] {
    return [...(this.state.numpy().data as Uint32Array)] as [number, number];
  }
}

function stateOf(seed: number, count: number): NDArray {
  return new NDArray(Uint32Array.of(seed, count), [2], "uint32");
}
