import { Configured, camelCase, classNameOf, serializeKerasObject } from "@hornbeam/core";
import type { Checks } from "../checks.ts";
import type { Context } from "../context.ts";
import { lookupFunction } from "../lookup.ts";
import { Missing } from "../outcome.ts";
import { caseOutcome } from "../replay-case.ts";
import type { Replayer } from "./replayer.ts";

type Resolves = { readonly class: string; readonly config: unknown } | { readonly function: string } | null;

/** `keras.<module>.get(identifier)`: which object, with which config, or which function. */
export const lookup: Replayer = (testCase, context) =>
  caseOutcome("lookup", testCase, context, (checks) => {
    const module = String(testCase["module"]);
    const resolves = testCase["resolves"] as Resolves;
    requireTarget(context, module, resolves);
    const get = lookupFunction(context.packages, `${module}.get`);
    const found = get(testCase["identifier"]);
    check(checks, context, module, found, resolves);
  });

/** What is to be found must exist before it can be found. */
function requireTarget({ packages }: Context, module: string, resolves: Resolves): void {
  if (resolves === null) return;
  const name = "class" in resolves ? resolves.class : camelCase(resolves.function);
  const place = module.startsWith("optimizers") ? "optimizers" : module;
  if (packages.find(place, name) === undefined) throw new Missing(`${module}.${name}`);
}

function check(checks: Checks, { packages }: Context, module: string, found: unknown, resolves: Resolves): void {
  if (resolves === null) {
    checks.holds("found", found === null || found === undefined, `${String(found)}, wanted none`);
  } else if ("function" in resolves) {
    const wanted = packages.find(module, camelCase(resolves.function));
    checks.holds("found", found === wanted, `${String(found)}, wanted the function ${resolves.function}`);
  } else if (found instanceof Configured) {
    checks.json("class", classNameOf(found.constructor as typeof Configured), resolves.class);
    checks.json("config", serializeKerasObject(found.getConfig()), resolves.config);
  } else checks.fail(`found: ${String(found)}, wanted a ${resolves.class}`);
}
