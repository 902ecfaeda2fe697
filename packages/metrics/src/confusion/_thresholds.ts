import { option } from "@hornbeam/core";

/** One threshold or several, each in [0, 1]; held as it was given. */
export const thresholds = /* @__PURE__ */ option<number | readonly number[]>(
  "a threshold in [0, 1] or a list of such thresholds",
  (input) => {
    const list = [input].flat();
    const fits = list.length > 0 && list.every((one) => typeof one === "number" && one >= 0 && one <= 1);
    return fits ? (input as number | readonly number[]) : undefined;
  },
);

/** `count` thresholds from 0 to 1 in equal steps; ½ where there is one. */
export function evenThresholds(count: number): number[] {
  return count === 1 ? [0.5] : Array.from({ length: count }, (_, i) => i / (count - 1));
}

/** Whether thresholds go from 0 to 1 in equal steps, so that a prediction's place among them can be computed. */
export function areEven(list: readonly number[]): boolean {
  if (list.length < 3) return false;
  return list.every((one, i) => {
    const even = i / (list.length - 1);
    return Math.abs(one - even) <= 1e-7 + 1e-5 * Math.abs(even);
  });
}
