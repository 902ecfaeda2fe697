import { type AnyMetric, isBranch, OptionError, refusal, type Tensor } from "@hornbeam/core";
import { flattenOutputs, matchTo, type Outputs } from "./match-outputs.ts";
import { resolveMetric } from "./resolve.ts";
import type { MetricLike, MetricList } from "./types.ts";

interface Part {
  readonly place: number;
  readonly metric: AnyMetric;
  /** Key of its result, the output's name before it where there are several. */
  readonly key: string;
  readonly weighted: boolean;
}

/** The metrics that `compile` was given, matched to the outputs when the first batch shows them. */
export class CompileMetrics {
  readonly #plain: MetricList;
  readonly #weighted: MetricList;
  readonly #outputNames: () => readonly string[] | undefined;
  #parts: readonly Part[] | undefined;

  constructor(
    metrics: MetricList | null | undefined,
    weighted: MetricList | null | undefined,
    outputNames: () => readonly string[] | undefined,
  ) {
    this.#plain = checked("metrics", metrics);
    this.#weighted = checked("weightedMetrics", weighted);
    this.#outputNames = outputNames;
  }

  get built(): boolean {
    return this.#parts !== undefined;
  }
  get metrics(): readonly AnyMetric[] {
    return (this.#parts ?? []).map(({ metric }) => metric);
  }

  updateState(yTrue: unknown, yPred: unknown, sampleWeight: unknown): void {
    const outputs = flattenOutputs(yPred, this.#outputNames());
    const wanted = this.#parts && outputs.values.map((_, place) => this.#parts!.some((part) => part.place === place));
    const targets = matchTo<Tensor>(yTrue, outputs, "targets", wanted);
    this.#parts ??= this.#match(outputs, targets);
    const weights = matchTo<Tensor>(sampleWeight, outputs, "sample weights", wanted, true);
    for (const { place, metric, weighted } of this.#parts) {
      const target = targets[place];
      if (!target) continue;
      metric.updateState(
        target,
        outputs.values[place]!,
        weighted && weights[place] ? { sampleWeight: weights[place] } : {},
      );
    }
  }

  /** Results by name; a name taken twice gets a number, a weighted one first `weighted_`. */
  results(): Record<string, Tensor | Record<string, Tensor>> {
    const taken = new Map<string, number>();
    const results: Record<string, Tensor | Record<string, Tensor>> = {};
    for (const { metric, key, weighted, place } of this.#parts ?? []) {
      let name = key;
      if (weighted && taken.has(name)) name = `${this.#prefix(place)}weighted_${key.slice(this.#prefix(place).length)}`;
      const count = taken.get(name) ?? 0;
      taken.set(name, count + 1);
      results[count === 0 ? name : `${name}_${count}`] = metric.result() as Tensor;
    }
    return results;
  }
  #names: readonly string[] | undefined;
  #prefix(place: number): string {
    return this.#names ? `${this.#names[place]}_` : "";
  }

  #match(outputs: Outputs, targets: readonly (Tensor | null)[]): Part[] {
    this.#names = outputs.values.length > 1 ? outputs.names : undefined;
    const parts = (list: MetricList, option: string, weighted: boolean): Part[] =>
      byOutput(list, outputs, option).flatMap((metrics, place) =>
        metrics.map((given) => {
          const { name, metric } = resolveMetric(
            given,
            targets[place] ?? outputs.values[place]!,
            outputs.values[place]!,
          );
          return { place, metric, key: `${this.#prefix(place)}${name}`, weighted };
        }),
      );
    return [...parts(this.#plain, "metrics", false), ...parts(this.#weighted, "weightedMetrics", true)];
  }
}

function checked(option: string, given: MetricList | null | undefined): MetricList {
  if (given === null || given === undefined) return [];
  if (isBranch(given)) return given;
  const hint = 'One metric is a list of one: ["accuracy"].';
  throw refusal(OptionError, {
    action: "compile a model",
    option,
    expected: `\`${option}\` must be a list, or a record by output`,
    received: given,
    hint,
  });
}

function listOf(given: MetricLike | null | undefined | readonly MetricLike[]): MetricLike[] {
  return given === null || given === undefined ? [] : ([given].flat() as MetricLike[]);
}

/** Which metrics each output has: all of a single output, else a list or a record an entry an output. */
function byOutput(given: MetricList, outputs: Outputs, option: string): MetricLike[][] {
  const count = outputs.values.length;
  const list = Array.isArray(given) ? (given as readonly (MetricLike | null | readonly MetricLike[])[]) : undefined;
  if (count === 1) return [(list ?? Object.values(given)).flatMap((entry) => listOf(entry as MetricLike))];
  if (list && (list.length === count || list.length === 0))
    return outputs.values.map((_, place) => listOf(list[place]));
  const byName = given as Readonly<Record<string, MetricLike | null>>;
  const { names } = outputs;
  if (!list && names && Object.keys(byName).every((key) => names.includes(key)))
    return names.map((name) => listOf(byName[name]));
  const hint = `The outputs are ${names?.join(", ") ?? count}.`;
  const expected = `\`${option}\` must have an entry for each output`;
  throw refusal(OptionError, {
    action: "compile a model",
    option,
    expected,
    received: list ? list.length : Object.keys(given),
    hint,
  });
}
