import { Catalogue, classNameOf, Identifiers, Optimizer } from "@hornbeam/core";
import * as optimizers from "./optimizers.ts";
import * as schedules from "./schedules/schedules.ts";

/** A class of optimizers. Some need options: what wraps others, say. */
export type OptimizerClass = new (options?: never) => Optimizer;

let made: { readonly catalogue: Catalogue; readonly identifiers: Identifiers<OptimizerClass> } | undefined;

/** Every optimizer and schedule by its names: put together when it is first asked for. */
function all() {
  made ??= {
    catalogue: new Catalogue(optimizers, schedules),
    identifiers: new Identifiers("optimizer", entries()),
  };
  return made;
}
export function catalogue(): Catalogue {
  return all().catalogue;
}
/** Keras finds optimizers whatever the case of their names: here are the names in lower case. */
export function identifiers(): Identifiers<OptimizerClass> {
  return all().identifiers;
}

function* entries(): Generator<[string, OptimizerClass]> {
  for (const Class of Object.values<unknown>(optimizers)) {
    if (!((Class as { prototype: unknown }).prototype instanceof Optimizer)) continue;
    yield [classNameOf(Class as OptimizerClass).toLowerCase(), Class as OptimizerClass];
  }
}
