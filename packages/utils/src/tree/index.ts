export { flatten, flattenWithPath, isNested, type Path, packSequenceAs } from "./flatten.ts";
export { mapShapeStructure, mapStructure, mapStructureUpTo } from "./map-structure.ts";
export { assertSamePaths, assertSameStructure } from "./same-structure.ts";
export { MAP_TO_NONE, type TraverseOptions, traverse } from "./traverse.ts";
