import { Identifiers, snakeCase } from "@hornbeam/core";
import * as ops from "@hornbeam/ops";
import * as activations from "./_activations.ts";
import type { ActivationFunction } from "./identifiers.ts";

/** Names of their own that Keras gives to some functions. */
const aliases = { swish: activations.silu, hard_swish: activations.hardSilu, hardSwish: activations.hardSilu };

interface All {
  readonly identifiers: Identifiers<ActivationFunction>;
  readonly names: ReadonlyMap<unknown, string>;
}

let made: All | undefined;

/** Every activation by its names, and back: put together when it is first asked for. */
function all(): All {
  made ??= { identifiers: new Identifiers("activation", entries()), names: new Map(names()) };
  return made;
}
export function identifiers(): Identifiers<ActivationFunction> {
  return all().identifiers;
}

/** Keras' name of one of its own activations. */
export function nameOf(activation: unknown): string | undefined {
  return all().names.get(activation);
}

function* entries(): Generator<[string, ActivationFunction]> {
  for (const [name, f] of Object.entries(activations)) yield [snakeCase(name), f as ActivationFunction];
  for (const [name, f] of Object.entries(activations)) yield [name, f as ActivationFunction];
  yield* Object.entries(aliases) as [string, ActivationFunction][];
}

function* names(): Generator<[unknown, string]> {
  for (const [name, f] of Object.entries(activations)) yield [f, snakeCase(name)];
  // the op does what the activation does with nothing told
  yield [ops.relu, "relu"];
}
