import { isTracing } from "../context/call-context.ts";
import { classToSnakeCase, snakeCase } from "../names/case.ts";
import { uniqueName } from "../names/unique-name.ts";
import type { Config } from "../serialization/config.ts";
import { rememberOp } from "../serialization/known.ts";
import { KerasTensor } from "./keras-tensor.ts";
import { computeOp, mapSpecs, specOf, traceOp } from "./op-compute.ts";
import type { OpDefinition, Values } from "./op-definition.ts";
import { type Arguments, connect, type Node, type Operation } from "./operation.ts";
import { isSymbolic, kerasTensors } from "./structure.ts";

/** An op with its settings, as a part of a graph. */
export class OpOperation implements Operation {
  readonly name: string;
  readonly definition: OpDefinition<Values, object, unknown>;
  readonly inboundNodes: Node[] = [];
  readonly #settings: readonly unknown[];
  readonly #options: Readonly<Record<string, unknown>>;

  constructor(
    definition: OpDefinition<Values, object, unknown>,
    args: readonly unknown[],
    options: object,
    name?: string,
  ) {
    this.definition = definition;
    rememberOp(definition);
    this.#settings = args.slice(definition.tensors.length);
    this.#options = options as Record<string, unknown>;
    this.name = name ?? uniqueName(classToSnakeCase(definition.className));
  }

  get className(): string {
    return this.definition.className;
  }

  symbolicCall(args: readonly unknown[], stored?: Arguments): unknown {
    const calls = args.slice(0, this.definition.tensors.length);
    const specs = specOf(this.definition, [...calls, ...this.#settings], this.#options);
    const structure = mapSpecs(specs, (spec) => new KerasTensor(spec.shape, spec.dtype));
    const call = stored ?? { args: trimmed(calls), kwargs: {} };
    const outputs = kerasTensors(structure);
    connect(this, { call, inputs: kerasTensors([call.args, call.kwargs]), outputs, outputStructure: structure });
    return structure;
  }

  applyTo({ args, kwargs }: Arguments): unknown {
    const tensors = this.definition.tensors.map((name, i) => args[i] ?? kwargs[name] ?? null);
    if (!tensors.some(isSymbolic)) return computeOp(this.definition, [...tensors, ...this.#settings], this.#options);
    return isTracing()
      ? traceOp(this.definition, [...tensors, ...this.#settings], this.#options)
      : this.symbolicCall(tensors, { args, kwargs }); // a file's own form of the call is kept
  }

  getConfig(): Config {
    const settings = (this.definition.settings ?? []).map((name, i) => [name, this.#settings[i]]);
    const options = Object.entries(this.#options).map(([key, value]) => [snakeCase(key), value]);
    return { name: this.name, ...Object.fromEntries([...settings, ...options]) };
  }

  /** The operation that a config describes. Settings that Keras leaves out hold their defaults. */
  static fromConfig(definition: OpDefinition<Values, object, unknown>, config: Config): OpOperation {
    const { name, ...rest } = config;
    const settings = (definition.settings ?? []).map((key) => rest[key]);
    const options: Record<string, unknown> = { ...definition.options };
    for (const key of Object.keys(options)) if (snakeCase(key) in rest) options[key] = rest[snakeCase(key)];
    const args = [...definition.tensors.map(() => null), ...settings];
    return new OpOperation(definition, args, options, typeof name === "string" ? name : undefined);
  }
}

function trimmed(args: readonly unknown[]): readonly unknown[] {
  let end = args.length;
  while (end > 0 && args[end - 1] === null) end--;
  return args.slice(0, end);
}
