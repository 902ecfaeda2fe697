import { classNameOf, OptionError, refusal, type TrainableModel } from "@hornbeam/core";

/** A file of labels for all embeddings, or one by the layer's name. */
export type EmbeddingsMetadata = string | Readonly<Record<string, string>>;

/**
 * What TensorBoard's projector is told about the embeddings of a model.
 *
 * @throws {OptionError} when labels are given for a layer that is no embedding of the model.
 */
export function projectorConfig(model: TrainableModel, metadata: EmbeddingsMetadata | null): string {
  const layers = model.layers.filter((layer) => classNameOf(layer.constructor as never) === "Embedding");
  const byLayer = metadata === null || typeof metadata === "string" ? {} : metadata;
  const unknown = Object.keys(byLayer).filter((name) => !layers.some((layer) => layer.name === name));
  if (unknown.length > 0) {
    throw refusal(OptionError, {
      action: "use TensorBoard",
      owner: "TensorBoard",
      option: "embeddingsMetadata",
      expected: "`embeddingsMetadata` must name `Embedding` layers of the model, it has unrecognized names",
      received: unknown,
    });
  }
  return layers
    .map(({ name }) => {
      const path = typeof metadata === "string" ? metadata : byLayer[name];
      const labels = path === undefined ? "" : `  metadata_path: ${JSON.stringify(path)}\n`;
      // Keras calls every embedding by this one name
      const tensor = "layer_with_weights-0/embeddings/.ATTRIBUTES/VARIABLE_VALUE";
      return `embeddings {\n  tensor_name: "${tensor}"\n${labels}}\n`;
    })
    .join("");
}
