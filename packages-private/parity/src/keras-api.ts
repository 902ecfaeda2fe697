import { readFileSync } from "node:fs";

/** A public name of Keras. */
export interface KerasName {
  /** `keras.layers` */
  readonly module: string;
  /** `Dense`, `image.resize` */
  readonly name: string;
  readonly kind: "class" | "function";
  /** The full name of what this is another name of. */
  readonly aliasOf: string | undefined;
  /** Names of the parameters of the function or constructor. */
  readonly parameters: readonly string[];
}

type Row = [module: string, name: string, kind: KerasName["kind"], alias: string, parameters: string];

/** Keras' version and all its public names, as scripts/pack-api.mjs wrote them. */
export function kerasApi(): { version: string; names: KerasName[] } {
  const file = new URL("../../../conformance/keras-api.json", import.meta.url);
  const { keras, names } = JSON.parse(readFileSync(file, "utf8")) as { keras: string; names: Row[] };
  return {
    version: keras,
    names: names.map(([module, name, kind, alias, parameters]) => ({
      module,
      name,
      kind,
      aliasOf: alias && alias !== `${module}.${name}` ? alias : undefined,
      parameters: parameters === "" ? [] : parameters.split(" "),
    })),
  };
}
