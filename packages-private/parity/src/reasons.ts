/** Why something of Keras is not here, or not all of it. `*` stands for any rest of the name. */
export interface Reason {
  readonly why: string;
  /** Parameters that it is about; the whole name without. */
  readonly parameters?: readonly string[];
}

const pretrained = "its nets are of use with their pretrained weights, which are files of hundreds of megabytes";
const devices = "there is one device here, and no cluster";
const foreign = "wraps a layer of a Python framework; a class of this name refuses and says so";
const python = "wraps a model for a Python library";
const tracing = "is about how Python code becomes a graph of TensorFlow or JAX";

/** Reasons by full name, most particular first. */
export const reasons: readonly (readonly [name: string, reason: Reason])[] = [
  ["keras.applications*", { why: pretrained }],
  ["keras.distribution*", { why: devices }],
  ["keras.device", { why: devices }],
  ["keras.wrappers*", { why: python }],
  ["keras.layers.TorchModuleWrapper", { why: foreign }],
  ["keras.layers.FlaxLayer", { why: foreign }],
  ["keras.layers.JaxLayer", { why: foreign }],
  ["keras.layers.TFSMLayer", { why: foreign }],
  ["keras.StatelessScope", { why: tracing }],
  ["keras.SymbolicScope", { why: tracing }],
];

/** The reason for a name, or for a parameter of it. */
export function reasonFor(name: string, parameter?: string): string | undefined {
  const found = reasons.find(([pattern, { parameters }]) => {
    const fits = pattern.endsWith("*") ? name.startsWith(pattern.slice(0, -1)) : name === pattern;
    return fits && (parameter === undefined ? !parameters : parameters?.includes(parameter));
  });
  return found?.[1].why;
}
