import { OptionError, refusal } from "../errors.ts";
import type { CustomObjects } from "./custom-object.ts";

const open: CustomObjectScope[] = [];

/**
 * Makes classes and functions of one's own known by name until the end of the block: `using _ = new CustomObjectScope(…)`.
 * Within another scope only the inner one's objects are known, as in Keras. A scope is open for the whole program: code that
 * runs between the `await`s of the block sees it too.
 *
 * @throws {OptionError} when the objects are not a record of classes and functions.
 * @see {@link https://keras.io/api/models/model_saving_apis/serialization_utils/ | keras.saving.CustomObjectScope}
 * @example
 * const opened = new CustomObjectScope({ halve: (x: number) => x / 2 });
 * getRegisteredObject("halve") !== undefined; // true
 * opened[Symbol.dispose]();
 * getRegisteredObject("halve"); // undefined
 */
export class CustomObjectScope implements Disposable {
  readonly customObjects: CustomObjects;

  constructor(customObjects: CustomObjects = {}) {
    if (!isRecordOfFunctions(customObjects)) {
      throw refusal(OptionError, {
        action: "open a CustomObjectScope",
        expected: "it must be given a record of classes and functions by their names",
        received: customObjects,
      });
    }
    this.customObjects = { ...customObjects };
    open.push(this);
  }

  [Symbol.dispose](): void {
    const at = open.indexOf(this);
    if (at >= 0) open.splice(at, 1);
  }
}

/**
 * Runs a function with classes and functions of one's own known by name: until it returns, or its promise is settled.
 * Without a function it opens a {@link CustomObjectScope}.
 *
 * @throws {OptionError} when the objects are not a record of classes and functions.
 * @see {@link https://keras.io/api/models/model_saving_apis/serialization_utils/ | keras.saving.custom_object_scope}
 * @example
 * customObjectScope({ halve: (x: number) => x / 2 }, () => getRegisteredObject("halve")?.name); // "halve"
 */
export function customObjectScope(customObjects: CustomObjects): CustomObjectScope;
export function customObjectScope<T>(customObjects: CustomObjects, body: () => T): T;
export function customObjectScope<T>(customObjects: CustomObjects, body?: () => T): T | CustomObjectScope {
  const opened = new CustomObjectScope(customObjects);
  if (body === undefined) return opened;
  const close = () => opened[Symbol.dispose]();
  let result: T;
  try {
    result = body();
  } catch (error) {
    close();
    throw error;
  }
  if (result instanceof Promise) return result.finally(close) as T;
  close();
  return result;
}

/** The objects of the scope that is open, the innermost. */
export function scopedObjects(): CustomObjects {
  return open.at(-1)?.customObjects ?? {};
}

function isRecordOfFunctions(value: unknown): boolean {
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    Object.values(value).every((object) => typeof object === "function")
  );
}
