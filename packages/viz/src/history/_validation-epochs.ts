/**
 * The epochs after which `count` validations took place. `fit` keeps no record of them, so where `validationFreq` is
 * not given it is the one number that fits, a divisor of the number of epochs where several do.
 */
export function placeValidation(
  count: number,
  epochs: readonly number[],
  validationFreq: number | readonly number[] | undefined,
): number[] | undefined {
  if (typeof validationFreq === "object")
    return sameLength(
      epochs.filter((epoch) => validationFreq.includes(epoch)),
      count,
    );
  const every = (step: number) => epochs.filter((epoch) => epoch % step === 0);
  if (validationFreq !== undefined) return sameLength(every(validationFreq), count);
  const fitting = Array.from({ length: epochs.length }, (_, i) => i + 2).filter((step) => every(step).length === count);
  const best = fitting.find((step) => epochs.length % step === 0) ?? fitting[0];
  return count === 0 || best === undefined ? undefined : every(best);
}

function sameLength(places: number[], count: number): number[] | undefined {
  return places.length === count ? places : undefined;
}
