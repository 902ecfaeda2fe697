import { NDArray, SeedGenerator } from "@hornbeam/core";
import type { Checks } from "../checks.ts";
import { comparableDType } from "../compare.ts";
import { callKeras, decodeArguments } from "../context.ts";
import { toDevice, toHost } from "../host.ts";
import { type Case, caseOutcome } from "../replay-case.ts";
import { checkStats, type Stats, slicesAlong } from "../statistics.ts";
import type { Replayer } from "./replayer.ts";

type Draw = (seed: number | SeedGenerator) => NDArray;

/** `keras.random.<name>`: shape and dtype, the distribution, and what seeds do. */
export const random: Replayer = (testCase, context) =>
  caseOutcome("random", testCase, context, (checks) => {
    const host = decodeArguments(context, testCase["args"]) as unknown[];
    const args = checks.own(toDevice(host)) as unknown[];
    const kwargs = checks.own(toDevice(decodeArguments(context, testCase["kwargs"]))) as Record<string, unknown>;
    const name = `random.${String(testCase["name"])}`;
    const draw: Draw = (seed) => toHost(checks.own(callKeras(context, name, args, { ...kwargs, seed }))) as NDArray;
    const sample = draw(20_251);
    checks.json("shape", sample.shape, testCase["shape"]);
    checks.json("dtype", comparableDType(sample.dtype), comparableDType(String(testCase["dtype"])));
    if ("stats" in testCase) checkStats(checks, "sample", sample, testCase["stats"] as Stats);
    if ("rowStats" in testCase) {
      const rows = slicesAlong(sample, testCase["rowAxis"] as number);
      const wanted = testCase["rowStats"] as readonly Stats[];
      checks.json("rows", rows.length, wanted.length);
      for (const [i, stats] of wanted.entries()) {
        checkStats(checks, `row ${i}`, NDArray.from(rows[i] ?? []), stats);
      }
    }
    if ("property" in testCase) checkProperty(checks, testCase, host[0] as NDArray, sample);
    if ("reproducible" in testCase) checkSeeds(checks, testCase["reproducible"] as Reproducible, sample, draw);
  });

interface Reproducible {
  readonly sameSeedSame?: boolean;
  readonly otherSeedDiffers?: boolean;
}

function checkSeeds(checks: Checks, wanted: Reproducible, sample: NDArray, draw: Draw): void {
  if (wanted.sameSeedSame) {
    checks.holds("same seed", draw(20_251).equals(sample), "another tensor");
    const [one, two] = [checks.own(new SeedGenerator({ seed: 7 })), checks.own(new SeedGenerator({ seed: 7 }))];
    const [a, b, c, d] = [draw(one), draw(one), draw(two), draw(two)];
    checks.holds("generators of one seed", a.equals(c) && b.equals(d), "another succession");
    if (wanted.otherSeedDiffers) checks.holds("draws of one generator", !a.equals(b), "the same tensor twice");
  }
  if (wanted.otherSeedDiffers) checks.holds("other seed", !draw(4_711).equals(sample), "the same tensor");
}

function checkProperty(checks: Checks, testCase: Case, input: NDArray, sample: NDArray): void {
  const kwargs = testCase["kwargs"] as { axis?: number; noise_shape?: readonly (number | null)[] };
  switch (testCase["property"]) {
    case "identity":
      checks.holds("identity", sample.equals(input), "another tensor");
      return;
    case "permutation": {
      const [before, after] = [input, sample].map((array) => slicesAlong(array, kwargs.axis ?? 0).map(String));
      checks.json("permutation", after!.toSorted(), before!.toSorted());
      checks.holds("permutation", after!.join(";") !== before!.join(";"), "the order is the same");
      return;
    }
    case "scaledMask":
      checkMask(checks, input, sample, testCase["scale"] as number, kwargs.noise_shape);
      return;
    default:
      checks.fail(`the property "${String(testCase["property"])}" is not known`);
  }
}

/** Each element is 0 or that of the input, scaled; along axes of noise size 1 the choice is the same. */
function checkMask(
  checks: Checks,
  input: NDArray,
  sample: NDArray,
  scale: number,
  noiseShape: readonly (number | null)[] = [],
): void {
  const [x, y] = [Array.from(input.data as Float32Array), Array.from(sample.data as Float32Array)];
  const scaled = y.every((value, i) => value === 0 || Math.abs(value - x[i]! * scale) <= 1e-5 * Math.abs(value));
  checks.holds("mask", scaled, "an element that is neither 0 nor scaled");
  for (const [axis, size] of noiseShape.entries()) {
    if (size !== 1) continue;
    const kept = slicesAlong(sample, axis).map((slice) => slice.map((value) => value !== 0).join());
    checks.holds("mask", new Set(kept).size === 1, `differs along axis ${axis}`);
  }
}
