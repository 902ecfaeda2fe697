import { Catalogue, Deserializer, knownObjects } from "@hornbeam/core";
import { Functional } from "../functional.ts";
import { Model } from "../model.ts";
import { Sequential } from "../sequential.ts";

/**
 * Reads configs of what this program has made before, which those of its models are of. The whole catalogue would bring every
 * layer and op into every page that trains.
 */
export function knownReading(): Deserializer {
  const catalogue = new Catalogue(knownObjects(), { Model, Functional, Sequential });
  const hint = "Classes of Keras that this program has not used yet are known to `modelFromJSON` and `loadModel`.";
  return new Deserializer({ catalogue, hint });
}
