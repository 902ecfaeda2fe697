import { Catalogue, camelCase, classNameOf, classToSnakeCase, Identifiers, type Initializer } from "@hornbeam/core";
import * as initializers from "./_initializers.ts";

/** A class of initializers that can be made with nothing given. */
export type InitializerClass = new () => Initializer;

/** Names of their own that Keras gives to some classes. */
const aliases = {
  IdentityInitializer: initializers.Identity,
  OrthogonalInitializer: initializers.Orthogonal,
  STFTInitializer: initializers.STFT,
  normal: initializers.RandomNormal,
  one: initializers.Ones,
  uniform: initializers.RandomUniform,
  zero: initializers.Zeros,
};

let made: { readonly catalogue: Catalogue; readonly identifiers: Identifiers<InitializerClass> } | undefined;

/** Every initializer by its names: put together when it is first asked for. */
function all() {
  made ??= { catalogue: new Catalogue(initializers), identifiers: new Identifiers("initializer", entries()) };
  return made;
}
export function catalogue(): Catalogue {
  return all().catalogue;
}
export function identifiers(): Identifiers<InitializerClass> {
  return all().identifiers;
}

function* entries(): Generator<[string, InitializerClass]> {
  for (const Class of Object.values(initializers)) {
    const name = classNameOf(Class);
    yield [name, Class];
    yield [classToSnakeCase(name), Class];
    yield [camelCase(classToSnakeCase(name)), Class];
  }
  yield* Object.entries(aliases);
}
