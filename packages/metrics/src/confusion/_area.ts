import type { Tensor } from "@hornbeam/core";
import {
  add,
  divide,
  divideNoNan,
  equal,
  greater,
  log,
  logicalAnd,
  maximum,
  minimum,
  multiply,
  slice,
  subtract,
  sum,
  where,
} from "@hornbeam/ops";
import { type AllCases, shareOf } from "./_all-cases.ts";

export type Curve = "ROC" | "PR" | "PRGAIN";
export type Summation = "interpolation" | "majoring" | "minoring";

/** A curve as points, a row a threshold, from the lowest threshold on. */
interface Points {
  readonly x: Tensor;
  readonly y: Tensor;
}

/** Area under a curve by a Riemann sum over the thresholds. */
export function areaUnder(curve: Curve, summation: Summation, cases: AllCases): Tensor {
  const { x, y } = pointsOf(curve, cases);
  const [left, right] = [rows(y), rows(y, 1)];
  const heights = {
    interpolation: () => divide(add(left, right), 2),
    majoring: () => maximum(left, right),
    minoring: () => minimum(left, right),
  }[summation]();
  return sum(multiply(subtract(rows(x), rows(x, 1)), heights), 0);
}

function pointsOf(curve: Curve, cases: AllCases): Points {
  const { truePositives, falsePositives, trueNegatives, falseNegatives } = cases;
  const recall = shareOf(truePositives, falseNegatives);
  if (curve === "ROC") return { x: shareOf(falsePositives, trueNegatives), y: recall };
  if (curve === "PR") return { x: recall, y: shareOf(truePositives, falsePositives) };
  const positives = add(truePositives.value, falseNegatives.value);
  const ratio = divideNoNan(positives, add(trueNegatives.value, falsePositives.value));
  const gain = (wrong: Tensor): Tensor => subtract(1, multiply(ratio, divideNoNan(wrong, truePositives.value)));
  const none = equal(truePositives.value, 0);
  return {
    x: maximum(where(none, 0, gain(falseNegatives.value)), 0),
    y: where(none, 1, gain(falsePositives.value)),
  };
}

/** Area under precision over recall, where true positives are interpolated between thresholds and precision follows. */
export function interpolatedPrecisionArea({ truePositives, falsePositives, falseNegatives }: AllCases): Tensor {
  const predicted = add(truePositives.value, falsePositives.value);
  const [before, after] = [rows(predicted), rows(predicted, 1)];
  const found = rows(truePositives.value, 1);
  const step = subtract(rows(truePositives.value), found);
  const slope = divideNoNan(step, maximum(subtract(before, after), 0));
  const intercept = subtract(found, multiply(slope, after));
  const both = logicalAnd(greater(before, 0), greater(after, 0));
  const ratio = where(both, divideNoNan(before, maximum(after, 0)), 1);
  const positives = maximum(add(found, rows(falseNegatives.value, 1)), 0);
  const area = multiply(slope, add(step, multiply(intercept, log(ratio))));
  return sum(divideNoNan(area, positives), 0);
}

/** All rows but the last, or from another one on as many. */
function rows(x: Tensor, from = 0): Tensor {
  const start = x.shape.map((_, axis) => (axis === 0 ? from : 0));
  return slice(x, start, [x.shape[0]! - 1, ...x.shape.slice(1)]);
}
