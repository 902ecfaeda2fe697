import { camelCase, KerasError, type NDArray, Variable } from "@hornbeam/core";
import type { Checks } from "../checks.ts";
import { deserialize } from "../configs.ts";
import { construct } from "../construct.ts";
import { type Context, callKeras } from "../context.ts";
import { toDevice } from "../host.ts";
import { lookupFunction } from "../lookup.ts";
import { Missing } from "../outcome.ts";
import { caseOutcome } from "../replay-case.ts";
import { inEmptyFolder } from "../temporary-folder.ts";
import { decode } from "../values.ts";
import type { Replayer } from "./replayer.ts";

interface Step {
  readonly do: string;
  readonly as?: string;
  readonly on?: string;
  readonly type?: string;
  readonly method?: string;
  readonly fn?: string;
  readonly attribute?: string;
  readonly value?: unknown;
  readonly config?: unknown;
  readonly args?: readonly unknown[];
  readonly kwargs?: Readonly<Record<string, unknown>>;
}
type Keywords = Record<string, unknown>;

/** What Keras refuses: all steps but the last succeed, and the last throws a typed error that says why. */
export const errors: Replayer = (testCase, context) =>
  caseOutcome("errors", testCase, context, (checks) =>
    inEmptyFolder(async () => {
      const steps = testCase["steps"] as readonly Step[];
      const script = new Script(context, checks);
      for (const step of steps.slice(0, -1)) await script.run(step);
      let thrown: unknown;
      try {
        await script.run(steps.at(-1)!);
      } catch (error) {
        thrown = error;
      }
      if (thrown === undefined) {
        checks.fail(`refuses nothing: ${String(testCase["what"])}`);
        return;
      }
      if (thrown instanceof Missing) throw thrown;
      const message = thrown instanceof Error ? thrown.message : String(thrown);
      checks.holds("error", thrown instanceof KerasError, `not one of the typed errors: ${String(thrown)}`);
      for (const words of testCase["messageHas"] as readonly string[]) {
        checks.holds("message", loose(message).includes(loose(words)), `lacks "${words}": ${message}`);
      }
    }),
  );

/** Without what makes no difference: letter case, spaces and underscores. */
function loose(text: string): string {
  return text.toLowerCase().replace(/[\s_]/g, "");
}

/** The objects that the steps of a case have made so far. */
class Script {
  readonly #context: Context;
  readonly #checks: Checks;
  readonly #named = new Map<string, unknown>();

  constructor(context: Context, checks: Checks) {
    this.#context = context;
    this.#checks = checks;
  }

  async run(step: Step): Promise<void> {
    const result = this.#checks.own(await this.#do(step));
    if (step.as) this.#named.set(step.as, result);
  }

  #do(step: Step): unknown {
    const args = this.#decode(step.args ?? []) as unknown[];
    const kwargs = this.#decode(step.kwargs ?? {}) as Keywords;
    switch (step.do) {
      case "input":
        return lookupFunction(this.#context.packages, "Input")(camelKeys(kwargs));
      case "new":
        return this.#construct(step.type!, args, kwargs);
      case "make":
        return deserialize(this.#context.packages, step.config);
      case "call":
        return this.#call(this.#object(step) as AnyFunction, this.#onDevice(args), this.#onDevice(kwargs));
      case "method":
        return this.#method(this.#object(step) as Keywords, step.method!, this.#onDevice(args), kwargs);
      case "fn":
        return callKeras(this.#context, step.fn!, this.#onDevice(args), this.#onDevice(kwargs));
      case "set":
        (this.#object(step) as Keywords)[camelCase(step.attribute!)] = this.#decode(step.value);
        return undefined;
      default:
        throw new TypeError(`The step "${step.do}" is not known`);
    }
  }

  #construct(type: string, args: readonly unknown[], kwargs: Keywords): unknown {
    if (type === "Variable") {
      const array = args[0] as NDArray;
      return new Variable({ name: "variable", shape: array.shape, initializer: () => array });
    }
    if (type !== "Model") return construct(this.#context, type, args, kwargs);
    const [inputs, outputs] = this.#onDevice(args) as unknown[];
    return construct(this.#context, type, [], { ...kwargs, inputs, outputs });
  }
  /** Layers take Keras' arguments by their own rules; losses and the like take them as they are. */
  #call(object: AnyFunction, args: readonly unknown[], kwargs: Keywords): unknown {
    const layer = object as AnyFunction & { applyTo?(call: object): unknown };
    return layer.applyTo ? layer.applyTo({ args, kwargs }) : object(...args, ...optionsOf(kwargs));
  }
  #method(object: Keywords, name: string, args: readonly unknown[], kwargs: Keywords): unknown {
    const method = object[camelCase(name)];
    if (typeof method !== "function") throw new Missing(`the method ${camelCase(name)} of ${String(object)}`);
    return (method as AnyFunction).call(object, ...args, ...optionsOf(kwargs));
  }

  #object({ on }: Step): unknown {
    if (on === undefined || !this.#named.has(on)) throw new TypeError(`The case has no object "${on}"`);
    return this.#named.get(on);
  }
  #decode(value: unknown): unknown {
    return decode(value, { words: true, referenceOf: (name) => this.#named.get(name) });
  }
  #onDevice<T>(values: T): T {
    return this.#checks.own(toDevice(values)) as T; // the same structure
  }
}

type AnyFunction = (...args: unknown[]) => unknown;

/** Keywords as one options object, where there are any. */
function optionsOf(kwargs: Keywords): Keywords[] {
  return Object.keys(kwargs).length === 0 ? [] : [camelKeys(kwargs)];
}
function camelKeys(kwargs: Keywords): Keywords {
  return Object.fromEntries(Object.entries(kwargs).map(([key, value]) => [camelCase(key), value]));
}
