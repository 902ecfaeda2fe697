import type { CatalogueClass } from "@hornbeam/core";

/**
 * Classes of models that configs may name. Each puts itself in when it is made: a list that named them would have to be
 * made after them and, for `Model.fromConfig`, before them.
 */
export const modelKinds: Record<string, CatalogueClass> = {};
