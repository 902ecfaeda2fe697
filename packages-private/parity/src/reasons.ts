/** Why something of Keras is not here, or not all of it. `*` stands for any rest of the name. */
export interface Reason {
  readonly why: string;
  /** Parameters that it is about; the whole name without. */
  readonly parameters?: readonly string[];
}

const pretrained = "its nets are of use with their pretrained weights, which are files of hundreds of megabytes";
const devices = "there is one device here, and no cluster";
const foreign = "it wraps a layer of a Python framework; a class of this name refuses and says so";
const python = "it makes a model part of a library of Python";
const dense = "all tensors are dense here";
const transformation = "it is for turning Python code into a graph of TensorFlow or JAX";
const quantized = "weights are computed with in float32; configs of quantized layers are read where they are null";

/** Reasons by full name, most particular first. */
export const reasons: readonly (readonly [name: string, reason: Reason])[] = [
  ["keras.applications*", { why: pretrained }],
  ["keras.distribution*", { why: devices }],
  ["keras.device", { why: devices }],
  ["keras.Variable", { why: devices, parameters: ["aggregation", "synchronization", "layout"] }],
  ["keras.wrappers*", { why: python }],
  ["keras.layers.TorchModuleWrapper", { why: foreign }],
  ["keras.layers.FlaxLayer", { why: foreign }],
  ["keras.layers.JaxLayer", { why: foreign }],
  ["keras.layers.TFSMLayer", { why: foreign }],
  ["keras.export*", { why: "it writes a SavedModel of TensorFlow, which is a program of that library" }],
  [
    "keras.callbacks.OrbaxCheckpoint",
    { why: "Orbax is a library of JAX; ModelCheckpoint and BackupAndRestore are here" },
  ],
  ["keras.Function", { why: "a `Model` of inputs and outputs is such a function" }],
  ["keras.Operation", { why: "`defineOp` makes operations" }],
  ["keras.Quantizer", { why: quantized }],
  ["keras.quantizers*", { why: quantized }],
  ["keras.StatelessScope", { why: transformation }],
  ["keras.SymbolicScope", { why: transformation }],
  ["keras.RematScope", { why: "gradients keep what they need: nothing is computed twice to save memory" }],
  ["keras.remat", { why: "gradients keep what they need: nothing is computed twice to save memory" }],
  ["keras.KerasTensor", { why: dense, parameters: ["sparse", "ragged"] }],
  ["keras.ops.convert_to_tensor", { why: dense, parameters: ["sparse", "ragged"] }],
  ["keras.KerasTensor", { why: "a node is recorded where a layer or op is called", parameters: ["record_history"] }],
  ["keras.Variable", { why: "a layer's dtype policy says what its inputs are cast to", parameters: ["autocast"] }],
  [
    "keras.name_scope",
    {
      why: "names of layers and weights are Keras' without them",
      parameters: ["caller", "deduplicate", "override_parent"],
    },
  ],
  ["keras.version", { why: "package.json says it" }],
  [
    "keras.backend.clear_session",
    { why: "memory is freed by `dispose` and scopes, not by a collector", parameters: ["free_memory"] },
  ],
  [
    "keras.utils.clear_session",
    { why: "memory is freed by `dispose` and scopes, not by a collector", parameters: ["free_memory"] },
  ],
  ["keras.backend.get_uid", { why: "layers number themselves" }],
  ["keras.config.enable_unsafe_deserialization", { why: "nothing here runs code out of files" }],
  ["keras.config.is_nnx_enabled", { why: "NNX is a part of Flax" }],
  [
    "keras.datasets.california_housing.load_data",
    { why: "both versions, `size` tells which", parameters: ["version"] },
  ],
  [
    "keras.dtype_policies.deserialize",
    { why: "policies are of the classes that are here", parameters: ["custom_objects"] },
  ],
  ["keras.tree.lists_to_tuples", { why: "JavaScript has no tuples" }],
  [
    "keras.tree.assert_same_structure",
    { why: "Keras keeps it for old programs, and it has no effect there", parameters: ["check_types"] },
  ],
  ["keras.tree.map_structure", { why: "null is a leaf, as it is in Keras unless told", parameters: ["none_is_leaf"] }],
  ["keras.utils.Config", { why: "a plain object is such a record, and TypeScript checks its keys" }],
  [
    "keras.utils.PyDataset",
    {
      why: "`getItem` is asynchronous, and `workers` says how many batches are in the making at once",
      parameters: ["use_multiprocessing", "max_queue_size"],
    },
  ],
  [
    "keras.utils.get_file",
    { why: "`fileHash` takes both hashes, told by their length", parameters: ["md5_hash", "hash_algorithm"] },
  ],
  [
    "keras.utils.get_file",
    {
      why: "`readTar` reads archives, and writes their files to a folder",
      parameters: ["untar", "extract", "archive_format"],
    },
  ],
  ["keras.utils.split_dataset", { why: "both parts are a `Dataset`", parameters: ["preferred_backend"] }],
  ["keras.utils.model_to_dot", { why: "`plotModel` places and draws the graph itself, without Graphviz" }],
  ["keras.utils.plot_model", { why: "the picture that comes back has `save`", parameters: ["to_file"] }],
  ["keras.utils.plot_model", { why: "the picture is SVG, and `save` takes `scale` for PNG", parameters: ["dpi"] }],
  ["keras.utils.plot_model", { why: "arrows are drawn in one way", parameters: ["splines"] }],
  ["keras.distillation*", { why: "not here yet: a sub-class of `Model` with a `trainStep` of its own does the same" }],
  ["keras.visualization*", { why: "not here yet: `plotImages` of `viz` draws pictures without boxes" }],
  ["keras.saving.KerasFileEditor", { why: "not here yet: `loadWeights` takes `byName` and `skipMismatch`" }],
];

/** The reason for a name, or for a parameter of it. */
export function reasonFor(name: string, parameter?: string): string | undefined {
  const found = reasons.find(([pattern, { parameters }]) => {
    const fits = pattern.endsWith("*") ? name.startsWith(pattern.slice(0, -1)) : name === pattern;
    return fits && (parameter === undefined ? !parameters : parameters?.includes(parameter));
  });
  return found?.[1].why;
}
