import { type CustomObjects, Deserializer } from "@hornbeam/core";
import { catalogue } from "./catalogue.ts";

/** Reads configs that name anything of Keras', and the caller's own objects. */
export function defaultReading(customObjects: CustomObjects = {}): Deserializer {
  return new Deserializer({ catalogue: catalogue(), customObjects });
}
