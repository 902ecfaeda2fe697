import type { OpDefinition } from "../graph/op-definition.ts";
import { classNameOf, kerasModuleOf } from "../objects/class-name.ts";
import type { Configured } from "../objects/configured.ts";
import { isMeasure, type Measure } from "../objects/loss-measure.ts";

/** A class that configs may name. */
export type CatalogueClass = typeof Configured;
// biome-ignore lint/suspicious/noExplicitAny: ops of any arguments
export type CatalogueOp = { readonly definition: OpDefinition<any[], any, unknown> };

/** Everything that configs may name without the user's doing: classes by their name, ops by module and name. */
export class Catalogue {
  readonly #classes = new Map<string, CatalogueClass[]>();
  readonly #ops = new Map<string, CatalogueOp>();
  readonly #measures = new Map<string, Measure>();

  /** Takes the exports of packages: what is no configured class and no op is passed over. */
  constructor(...modules: readonly Readonly<Record<string, unknown>>[]) {
    for (const value of new Set(modules.flatMap((module) => Object.values(module)))) {
      if (typeof value !== "function") continue;
      if (isMeasure(value)) this.#measures.set(value.name, value);
      else if (isOp(value)) this.#ops.set(`${value.definition.module}.${value.definition.className}`, value);
      else if (isConfiguredClass(value)) this.#add(value);
    }
  }

  /** The class of a name that belongs to a family (a parent class); the module decides only between namesakes. */
  find(
    className: string,
    module: string | null,
    family: abstract new (...args: never[]) => object,
  ): CatalogueClass | undefined {
    const fitting = (this.#classes.get(className) ?? []).filter((Class) => Class.prototype instanceof family);
    return fitting.find((Class) => kerasModuleOf(Class) === module) ?? fitting[0];
  }
  findOp(className: string, module: string): CatalogueOp | undefined {
    return this.#ops.get(`${module.replace(/^keras\.src\.ops\./, "")}.${className}`);
  }
  /** The function of a loss or metric by its Keras name: `mean_squared_error`. */
  findMeasure(name: string): Measure | undefined {
    return this.#measures.get(name);
  }
  /** Names of the classes of a family. */
  names(family: abstract new (...args: never[]) => object): string[] {
    return [...this.#classes]
      .filter(([, list]) => list.some((Class) => Class.prototype instanceof family))
      .map(([name]) => name);
  }
  /** All classes. */
  get classes(): readonly CatalogueClass[] {
    return [...this.#classes.values()].flat();
  }
  get ops(): readonly CatalogueOp[] {
    return [...this.#ops.values()];
  }

  #add(Class: CatalogueClass): void {
    if (kerasModuleOf(Class) === "") return;
    const name = classNameOf(Class);
    this.#classes.set(name, [...(this.#classes.get(name) ?? []), Class]);
  }
}

function isOp(value: object): value is CatalogueOp {
  return "definition" in value;
}
function isConfiguredClass(value: object): value is CatalogueClass {
  return "fromConfig" in value && "schema" in value;
}
