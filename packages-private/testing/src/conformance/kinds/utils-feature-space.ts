import { camelCase, type NDArray } from "@hornbeam/core";
import { decodeArguments, signatureOf } from "../context.ts";
import { toDevice, toHost } from "../host.ts";
import { optionsFor } from "../keras-call.ts";
import { lookupClass } from "../lookup.ts";
import { toleranceOf } from "../tolerance.ts";
import type { Special } from "./utils-data.ts";

type Keywords = Readonly<Record<string, unknown>>;
type Feature = string | { readonly kind: string; readonly kwargs: Keywords };
interface Space {
  (rows: unknown): unknown;
  adapt(columns: unknown, options: { verbose: 0 }): unknown;
}
type Makers = Record<string, (options: object) => unknown>;

/** `FeatureSpace`: learns from columns, then turns rows into numbers. */
export const featureSpace: Special = async (testCase, context, checks) => {
  const Class = lookupClass(context.packages, "utils.FeatureSpace");
  const make = Class as unknown as Makers;
  const camelKeys = (kwargs: Keywords): object =>
    Object.fromEntries(Object.entries(kwargs).map(([key, value]) => [camelCase(key), value]));
  const features = Object.fromEntries(
    Object.entries(testCase["features"] as Record<string, Feature>).map(([name, feature]) => [
      name,
      typeof feature === "string" ? feature : make[camelCase(feature.kind)]!(camelKeys(feature.kwargs)),
    ]),
  );
  const { crosses, ...rest } = testCase["options"] as Keywords & { readonly crosses?: readonly Keywords[] };
  const made = crosses ? { crosses: crosses.map((one) => make["cross"]!(camelKeys(one))) } : {};
  const options = optionsFor(Class, "utils.FeatureSpace", signatureOf(context, "utils.FeatureSpace"), [], { ...rest, ...made, features }); // biome-ignore format: one line
  const space = checks.own(new Class(options)) as unknown as Space;
  await space.adapt(decodeArguments(context, testCase["adapt"]) as Record<string, NDArray>, { verbose: 0 });
  const rows = checks.own(toDevice(decodeArguments(context, testCase["rows"])));
  checks.structure("output", toHost(checks.own(await space(rows))), testCase["output"], toleranceOf(testCase));
};
