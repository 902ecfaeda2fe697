import { Catalogue } from "@hornbeam/core";
import { Missing } from "./outcome.ts";

export type Namespace = Readonly<Record<string, unknown>>;

/** Packages that cases are about, from the bottom up. */
const importers = {
  core: () => import("@hornbeam/core"),
  ops: () => import("@hornbeam/ops"),
  random: () => import("@hornbeam/random"),
  initializers: () => import("@hornbeam/initializers"),
  regularizers: () => import("@hornbeam/regularizers"),
  constraints: () => import("@hornbeam/constraints"),
  activations: () => import("@hornbeam/activations"),
  losses: () => import("@hornbeam/losses"),
  metrics: () => import("@hornbeam/metrics"),
  optimizers: () => import("@hornbeam/optimizers"),
  layers: () => import("@hornbeam/layers"),
  callbacks: () => import("@hornbeam/callbacks"),
  models: () => import("@hornbeam/models"),
  saving: () => import("@hornbeam/saving"),
  data: () => import("@hornbeam/data"),
  datasets: () => import("@hornbeam/datasets"),
  utils: () => import("@hornbeam/utils"),
} satisfies Record<string, () => Promise<Namespace>>;

export type PackageName = keyof typeof importers;

/** What the packages export. A package that cannot be imported fails every case that looks into it. */
export class Packages {
  readonly #namespaces: ReadonlyMap<string, Namespace>;
  readonly #broken: ReadonlyMap<string, Error>;
  /** Every class and op that a config may name. */
  readonly catalogue: Catalogue;

  constructor(namespaces: ReadonlyMap<string, Namespace>, broken: ReadonlyMap<string, Error> = new Map()) {
    this.#namespaces = namespaces;
    this.#broken = broken;
    this.catalogue = new Catalogue(...[...namespaces.values()].flatMap(withInner));
  }

  /** All packages, or those that are named. */
  static async load(...names: readonly PackageName[]): Promise<Packages> {
    const namespaces = new Map<string, Namespace>();
    const broken = new Map<string, Error>();
    for (const [name, load] of Object.entries(importers)) {
      if (names.length > 0 && !names.includes(name as PackageName)) continue;
      try {
        namespaces.set(name, await load());
      } catch (error) {
        broken.set(name, new Error(`@hornbeam/${name} cannot be imported: ${String(error)}`, { cause: error }));
      }
    }
    return new Packages(namespaces, broken);
  }

  namespace(name: string): Namespace {
    const error = this.#broken.get(name);
    if (error) throw error;
    return this.#namespaces.get(name) ?? {};
  }
  /** An export, or undefined. */
  find(name: string, ...exports: readonly string[]): unknown {
    const namespace = this.namespace(name);
    const found = exports.find((key) => Object.hasOwn(namespace, key));
    return found === undefined ? undefined : namespace[found];
  }
  /** An export that a case needs. */
  get(name: PackageName, ...exports: readonly string[]): unknown {
    const found = this.find(name, ...exports);
    if (found === undefined) throw new Missing(`${name}.${exports[0]}`);
    return found;
  }
}

/** A namespace and those that it exports: `schedules` of the optimizers, `image` of the ops. */
function withInner(namespace: Namespace): Namespace[] {
  const inner = Object.values(namespace).filter(
    (value) =>
      typeof value === "object" && value !== null && Object.prototype.toString.call(value) === "[object Module]",
  );
  return [namespace, ...(inner as Namespace[])];
}
