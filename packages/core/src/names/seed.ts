import { NDArray } from "../array/nd-array.ts";
import { OptionError, refusal } from "../errors.ts";
import { Configured } from "../objects/configured.ts";
import { nonNegativeInteger } from "../options/kinds.ts";
import { nullable } from "../options/option.ts";
import { refuseDraw } from "../recording.ts";
import { Variable } from "../tensor/variable.ts";

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

/** One well-mixed 32-bit number of two (the finalizer of MurmurHash3 on a Weyl sequence). */
export function mix(seed: number, count: number): number {
  let h = (seed + Math.imul(count, 0x9e3779b9)) >>> 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/**
 * A source of seeds with a state: each draw gives another one, and two generators of one seed give the same ones.
 *
 * @see {@link https://keras.io/api/random/seed_generator/ | keras.random.SeedGenerator}
 */
export class SeedGenerator extends Configured {
  static override readonly className: string = "SeedGenerator";
  static override readonly kerasModule = "keras.random";
  static override readonly schema = { seed: /* @__PURE__ */ nullable(nonNegativeInteger)(null) };
  /** Seed and number of draws: `[2]`, uint32, as Keras saves it. */
  readonly state: Variable;
  #count = 0;
  #seed: number;

  constructor(options?: { readonly seed?: number | null }) {
    super(options);
    const seed = this.initial("seed") as number | null;
    this.#seed = (seed ?? makeSeed()) >>> 0;
    this.state = new Variable({
      name: "seed_generator_state",
      shape: [2],
      dtype: "uint32",
      trainable: false,
      initializer: () => this.snapshot,
    });
  }

  /** The next seed: a 32-bit number. */
  next(): number {
    refuseDraw();
    return mix(this.#seed, this.#count++);
  }
  /** Seed and number of draws so far: what a file holds. */
  get snapshot(): NDArray {
    return new NDArray(Uint32Array.of(this.#seed, this.#count), [2], "uint32");
  }
  /** Goes on from where a snapshot was taken. */
  restore({ data }: NDArray): void {
    this.#seed = Number(data[0]) >>> 0;
    this.#count = Number(data[1]);
  }
  /** Starts again, from another seed if one is given. */
  reset(seed: number = this.#seed): void {
    this.#seed = seed >>> 0;
    this.#count = 0;
  }
  [Symbol.dispose](): void {
    this.state[Symbol.dispose]();
  }
}
