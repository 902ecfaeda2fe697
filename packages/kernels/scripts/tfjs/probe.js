// Evaluated before tfjs-core, whose modules take the engine they find on the global object, or put theirs there.
const scope = globalThis;

/** What was on the global object before this copy of TensorFlow.js was evaluated; undefined if this copy came first. */
export const engineFound = scope._tfengine;
