import { isBranch, type Loss, OptionError, refusal, StateError, type Tensor, tidy } from "@hornbeam/core";
import { Mean } from "@hornbeam/metrics";
import { add, multiply } from "@hornbeam/ops";
import { flattenOutputs, matchTo, type Outputs } from "./match-outputs.ts";
import { resolveLoss } from "./resolve.ts";
import type { CompileOptions, LossLike } from "./types.ts";

interface Part {
  readonly place: number;
  readonly loss: Loss;
  readonly weight: number | null;
  /** Running mean of this output's loss alone, unweighted; only where there are several. */
  readonly tracker: Mean | undefined;
}

/** The losses that `compile` was given, matched to the outputs when the first batch shows them. */
export class CompileLoss {
  readonly #given: NonNullable<CompileOptions["loss"]>;
  readonly #weights: CompileOptions["lossWeights"];
  readonly #outputNames: () => readonly string[] | undefined;
  #parts: readonly Part[] | undefined;
  #wanted: readonly boolean[] = [];

  constructor(
    loss: NonNullable<CompileOptions["loss"]>,
    weights: CompileOptions["lossWeights"],
    outputNames: () => readonly string[] | undefined,
  ) {
    this.#given = loss;
    this.#weights = weights;
    this.#outputNames = outputNames;
  }

  /** Trackers of the single outputs' losses, once they are known and there are several. */
  get metrics(): readonly Mean[] {
    return (this.#parts ?? []).flatMap(({ tracker }) => tracker ?? []);
  }

  /** The weighted sum over the outputs. */
  call(yTrue: unknown, yPred: unknown, sampleWeight: unknown): Tensor {
    return tidy(() => {
      const outputs = flattenOutputs(yPred, this.#outputNames());
      this.#parts ??= this.#match(outputs, yTrue);
      const targets = matchTo<Tensor>(yTrue, outputs, "targets", this.#wanted);
      const weights = matchTo<Tensor>(sampleWeight, outputs, "sample weights", this.#wanted, true);
      const losses = this.#parts.map(({ place, loss, weight, tracker }) => {
        const target = targets[place];
        if (!target) {
          const expected = `there must be targets for output "${outputs.names?.[place] ?? place}", which has a loss`;
          throw refusal(StateError, { action: "compute the loss", expected });
        }
        const value = loss(target, outputs.values[place]!, weights[place] ?? undefined);
        tracker?.updateState(value, { sampleWeight: outputs.values[place]!.shape[0]! });
        return weight === null ? value : multiply(value, weight);
      });
      return losses.reduce((sum, value) => add(sum, value));
    });
  }

  #match(outputs: Outputs, yTrue: unknown): Part[] {
    const losses = this.#lossesByOutput(outputs);
    const weights = this.#weightsByOutput(outputs);
    this.#wanted = losses.map((list) => list.length > 0);
    const targets = matchTo<Tensor>(yTrue, outputs, "targets", this.#wanted);
    const several = losses.flat().length > 1;
    return losses.flatMap((list, place) =>
      list.map((given) => {
        const loss = resolveLoss(given, targets[place] ?? outputs.values[place]!, outputs.values[place]!);
        const name = outputs.names?.[place] ?? loss.name;
        return {
          place,
          loss,
          weight: weights[place] ?? null,
          tracker: several ? new Mean({ name: `${name}_loss` }) : undefined,
        };
      }),
    );
  }

  #lossesByOutput(outputs: Outputs): LossLike[][] {
    const given = this.#given;
    const count = outputs.values.length;
    if (!isBranch(given)) return outputs.values.map(() => [given as LossLike]);
    if (Array.isArray(given)) {
      if (given.length === count) return given.map((loss: LossLike | null) => (loss === null ? [] : [loss]));
      if (count === 1) return [given.filter((loss: LossLike | null) => loss !== null)];
      throw refusal(OptionError, {
        action: "compile a model",
        expected: `\`loss\` must list one for each of ${count} outputs`,
        received: given.length,
      });
    }
    const byName = given as Readonly<Record<string, LossLike | null>>;
    const names = outputs.names ?? [];
    const unknown = Object.keys(byName).find((key) => !names.includes(key));
    const missing = outputs.keys ? undefined : names.find((name) => !(name in byName));
    if (unknown !== undefined || missing !== undefined) {
      const hint = `Expected keys: ${names.join(", ")}.`;
      throw refusal(OptionError, {
        action: "compile a model",
        expected: "the keys of `loss` must name the outputs",
        received: Object.keys(byName),
        hint,
      });
    }
    return names.map((name) => (byName[name] == null ? [] : [byName[name]]));
  }

  #weightsByOutput(outputs: Outputs): (number | null)[] {
    const given = this.#weights;
    if (given === null || given === undefined) return [];
    const action = "compile a model";
    if (typeof given === "number") {
      if (outputs.values.length === 1) return [given];
      throw refusal(OptionError, {
        action,
        expected: "`lossWeights` must give one weight for each output",
        received: given,
      });
    }
    if (Array.isArray(given)) {
      const losses = Array.isArray(this.#given)
        ? this.#given.length
        : isBranch(this.#given)
          ? outputs.values.length
          : 1;
      if (given.length === losses) return [...(given as number[])];
      throw refusal(OptionError, {
        action,
        expected: `\`lossWeights\` must match the number of losses, ${losses}`,
        received: given.length,
      });
    }
    const byName = given as Readonly<Record<string, number>>;
    const unknown = Object.keys(byName).find((key) => !outputs.names?.includes(key));
    if (unknown !== undefined) {
      throw refusal(OptionError, {
        action,
        expected: "the keys of `lossWeights` must name the outputs",
        received: unknown,
      });
    }
    return (outputs.names ?? []).map((name) => byName[name] ?? null);
  }
}
