import { classToSnakeCase } from "../names/case.ts";

interface Named {
  readonly name: string;
  readonly className?: string;
  readonly kerasModule?: string;
}

/**
 * Keras' name of a class: its own `className`, or that of the table it was defined from. A class that merely extends
 * one of those goes by its name in the source.
 */
export function classNameOf(Class: Named): string {
  return identity(Class)?.className || Class.name;
}

/** Keras' module of a class of Keras' own; empty for the classes of users, those that extend Keras' own included. */
export function kerasModuleOf(Class: Named): string {
  return identity(Class)?.kerasModule ?? "";
}

/**
 * What instances and folders in files are named after: the class's name in snake case, `global_average_pooling2d`. Where
 * Keras exports a class under another name than its own, its own one counts (`internalName`).
 */
export function snakeNameOf(Class: Named & { readonly internalName?: string }): string {
  const internal = Object.hasOwn(Class, "internalName") ? Class.internalName : undefined;
  return classToSnakeCase(internal ?? classNameOf(Class));
}

/** Marks a class that a table defines, and that exists only to be extended under the same name. */
export function markDefined(Class: object): void {
  definedClasses.add(Class);
}

const definedClasses = new WeakSet<object>();

function identity(Class: Named): Named | undefined {
  if (Object.hasOwn(Class, "className")) return Class;
  const parent = Object.getPrototypeOf(Class) as Named | null;
  return parent && definedClasses.has(parent) ? parent : undefined;
}
