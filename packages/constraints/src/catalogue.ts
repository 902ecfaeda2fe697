import { Catalogue, type Constraint, camelCase, classNameOf, classToSnakeCase, Identifiers } from "@hornbeam/core";
import * as constraints from "./_constraints.ts";

/** A class of constraints that can be made with nothing given. */
export type ConstraintClass = new () => Constraint;

let made: { readonly catalogue: Catalogue; readonly identifiers: Identifiers<ConstraintClass> } | undefined;

/** Every constraint by its names: put together when it is first asked for. */
function all() {
  made ??= { catalogue: new Catalogue(constraints), identifiers: new Identifiers("constraint", entries()) };
  return made;
}
export function catalogue(): Catalogue {
  return all().catalogue;
}
export function identifiers(): Identifiers<ConstraintClass> {
  return all().identifiers;
}

function* entries(): Generator<[string, ConstraintClass]> {
  for (const Class of Object.values(constraints)) {
    const name = classNameOf(Class);
    yield [name, Class];
    yield [classToSnakeCase(name), Class];
    yield [camelCase(classToSnakeCase(name)), Class];
  }
}
