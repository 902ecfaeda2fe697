import { Catalogue, camelCase, classNameOf, classToSnakeCase, Identifiers, type Regularizer } from "@hornbeam/core";
import * as regularizers from "./_regularizers.ts";

/** A class of regularizers that can be made with nothing given. */
export type RegularizerClass = new () => Regularizer;

let made: { readonly catalogue: Catalogue; readonly identifiers: Identifiers<RegularizerClass> } | undefined;

/** Every regularizer by its names: put together when it is first asked for. */
function all() {
  made ??= { catalogue: new Catalogue(regularizers), identifiers: new Identifiers("regularizer", entries()) };
  return made;
}
export function catalogue(): Catalogue {
  return all().catalogue;
}
export function identifiers(): Identifiers<RegularizerClass> {
  return all().identifiers;
}

function* entries(): Generator<[string, RegularizerClass]> {
  for (const Class of Object.values(regularizers)) {
    const name = classNameOf(Class);
    yield [name, Class];
    yield [classToSnakeCase(name), Class];
    yield [camelCase(classToSnakeCase(name)), Class];
  }
  yield* Object.entries({ l1_l2: regularizers.L1L2, l1L2: regularizers.L1L2 });
}
