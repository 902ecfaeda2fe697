import type { Schema } from "../options/option.ts";
import { optionsFromConfig, readOptions, writeOptions } from "../options/read-options.ts";
import type { Config } from "../serialization/config.ts";
import { rememberClass } from "../serialization/known.ts";
import type { Reading } from "../serialization/reading.ts";
import { Callable } from "./callable.ts";
import { classNameOf } from "./class-name.ts";

/** The static side of a configured class. */
export interface ConfiguredClass<T = Configured> {
  readonly className: string;
  readonly schema: Schema;
  readonly kerasModule: string;
  readonly prototype: T;
  fromConfig(config: Config, reading?: Reading): T;
}

/** Parent of everything that is made from a table of options and has a Keras config. */
export abstract class Configured extends Callable {
  /** Keras' name of the class: what configs hold, whatever a minifier makes of the constructor's name. */
  static readonly className: string = "";
  /** Keras' module of the class, where it is one of Keras' own: `keras.layers`. */
  static readonly kerasModule: string = "";
  static readonly schema: Schema = {};
  /** Keys that Keras writes with one value only, and that mean nothing here. */
  static readonly constants: Config = {};

  readonly #held: Readonly<Record<string, unknown>>;

  constructor(options?: object) {
    super();
    const { schema } = new.target as unknown as typeof Configured;
    rememberClass(new.target);
    const reading = options === undefined ? undefined : readings.get(options);
    this.#held = readOptions(classNameOf(new.target), schema, options, reading);
    for (const [name, value] of Object.entries(this.#held)) {
      // an accessor of the class stands for the option, and takes its first value from `initial`
      if (!(name in this))
        Object.defineProperty(this, name, { value, enumerable: true, writable: true, configurable: true });
    }
    this.validate();
  }

  /** The value that an option was given, or its default. */
  protected initial(name: string): unknown {
    return this.#held[name];
  }

  /** Checks that concern several options at once. Runs before the fields of sub-classes are set. */
  protected validate(): void {}

  /** Options in Keras' keys: what `fromConfig` takes, and what a file holds. */
  getConfig(): Config {
    const { schema, constants } = this.constructor as typeof Configured;
    return { ...writeOptions(schema, this as unknown as Record<string, unknown>), ...constants };
  }

  /** Makes an instance from what `getConfig` gave, here or in Keras. */
  static fromConfig<T>(this: abstract new (...args: never[]) => T, config: Config, reading?: Reading): T {
    const Class = this as unknown as Omit<typeof Configured, "prototype"> & (new (options: object) => T); // called on a class that can be made
    const owner = classNameOf(Class);
    const options = optionsFromConfig(owner, Class.schema, config, Class.constants);
    if (reading) readings.set(options, reading);
    return new Class(options);
  }

  get [Symbol.toStringTag](): string {
    return classNameOf(this.constructor as typeof Configured);
  }
  /** What Node's `console.log` shows. */
  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return this[Symbol.toStringTag];
  }
}

/** How the nested objects of options on their way from a config are to be read. */
const readings = new WeakMap<object, Reading>();
