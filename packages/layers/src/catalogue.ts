import { Catalogue } from "@hornbeam/core";
import * as layers from "./index.ts";

/** Every layer of the package by its name, for reading configs. Importing it imports them all. */
export const catalogue = /* @__PURE__ */ new Catalogue(layers);
