import {
  Configured,
  define,
  Optimizer,
  OptionError,
  option,
  refusal,
  serializeKerasObject,
  type Variable,
} from "@hornbeam/core";
import { optimizer } from "./_wrapping.ts";

type Optimizers = Readonly<Record<string, Optimizer>>;

/** Optimizers by the regular expressions of paths, in code or in a config. */
const optimizers = /* @__PURE__ */ option<Optimizers, Optimizers | null>(
  "an object of optimizers by regular expressions",
  (input, reading) => {
    if (input === null) return {};
    if (typeof input !== "object" || Array.isArray(input) || input instanceof Optimizer) return undefined;
    const entries = Object.entries(input as object).map(([pattern, one]) => {
      const found = one instanceof Optimizer ? one : reading?.deserialize(one);
      return [pattern, found instanceof Optimizer ? found : undefined] as const;
    });
    return entries.every(([, one]) => one) ? (Object.fromEntries(entries) as Optimizers) : undefined;
  },
  serializeKerasObject,
);

export interface OptimizerMap {
  /** The optimizer of a variable. */
  (variable: Variable): Optimizer;
}
/**
 * Which optimizer each variable has: the one whose regular expression is the whole of its path, or the default.
 *
 * @throws {OptionError} when several expressions fit a path.
 * @see {@link https://keras.io/api/optimizers/ | keras.optimizers.OptimizerMap}
 * @example
 * new OptimizerMap({ defaultOptimizer: new Adam(), optimizerMap: { "dense/.*": new SGD() } }).get("dense/kernel"); // the SGD
 */
export class OptimizerMap extends /* @__PURE__ */ define(
  "keras.optimizers.OptimizerMap",
  {
    /** The optimizer of variables that no expression fits. */
    defaultOptimizer: optimizer(),
    /** Optimizers by regular expressions of paths. */
    optimizerMap: optimizers(null),
  },
  Configured,
) {
  /** The optimizer of a path. */
  get(path: string): Optimizer {
    const own = this.optimizerMap[path];
    if (own) return own;
    const fitting = Object.keys(this.optimizerMap).filter((pattern) => new RegExp(`^(?:${pattern})$`).test(path));
    if (fitting.length > 1) {
      throw refusal(OptionError, {
        action: `find the optimizer of variable "${path}"`,
        expected: "one pattern at most must fit its path",
        received: fitting,
      });
    }
    return fitting.length === 1 ? this.optimizerMap[fitting[0]!]! : this.defaultOptimizer;
  }
  /** The optimizers by expressions, then the default one; each once. */
  get optimizers(): readonly Optimizer[] {
    return [...new Set([...Object.values(this.optimizerMap), this.defaultOptimizer])];
  }

  protected __call__(variable: Variable): Optimizer {
    return this.get(variable.path);
  }
}
