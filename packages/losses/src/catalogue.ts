import { Catalogue, classNameOf, Identifiers, isMeasure, type Loss, type Measure } from "@hornbeam/core";
import * as losses from "./losses.ts";

/** A class of losses that can be made with nothing given. */
export type LossClass = new () => Loss;

/** Names of their own that Keras gives to some functions. */
const aliases = {
  bce: losses.binaryCrossentropy,
  kld: losses.klDivergence,
  mae: losses.meanAbsoluteError,
  mape: losses.meanAbsolutePercentageError,
  mse: losses.meanSquaredError,
  msle: losses.meanSquaredLogarithmicError,
};

let made: { readonly catalogue: Catalogue; readonly identifiers: Identifiers<LossClass | Measure> } | undefined;

/** Every loss by its names: put together when it is first asked for. */
function all() {
  made ??= { catalogue: new Catalogue(losses), identifiers: new Identifiers("loss", entries()) };
  return made;
}
export function catalogue(): Catalogue {
  return all().catalogue;
}
export function identifiers(): Identifiers<LossClass | Measure> {
  return all().identifiers;
}

function* entries(): Generator<[string, LossClass | Measure]> {
  for (const [camel, value] of Object.entries<unknown>(losses)) {
    if (isMeasure(value)) {
      yield [value.name, value];
      yield [camel, value];
    } else yield [classNameOf(value as LossClass), value as LossClass];
  }
  for (const [name, value] of Object.entries(aliases)) {
    yield [name, value];
    yield [name.toUpperCase(), value];
  }
}
