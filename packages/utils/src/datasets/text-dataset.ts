import type { NDArray } from "@hornbeam/core";
import { checkOption } from "../_options.ts";
import type { FolderSource } from "./_folder.ts";
import {
  checkFilesOptions,
  type DatasetFor,
  isCount,
  type LabeledFilesOptions,
  labeledFiles,
  type Only,
} from "./_labeled-files.ts";

export interface TextDatasetOptions extends LabeledFilesOptions {
  /** Only `"tf"`, for Keras' sake. */
  readonly format?: "tf" | undefined;
  /** Most bytes of a text, counted in UTF-8; a character that would be cut is left out. */
  readonly maxLength?: number | null | undefined;
}

/** Texts in batches, or one by one. */
type TextOf<O> = O extends { readonly batchSize: null } ? string : NDArray;

const action = "make a dataset of text files";

/**
 * The `.txt` files below a folder, whose folders are the classes: batches `[texts, labels]`, or texts alone.
 *
 * Files are listed at once and read when their turn comes.
 *
 * - texts: `[batch]`, string
 * - labels: `[batch]` int32; `[batch, 1]` float32 if `"binary"`; `[batch, classes]` float32 if `"categorical"`
 *
 * @param directory A path (in Node), or in a page a folder that was picked (its handle), or all files of one.
 * @throws {OptionError} when an option is not acceptable, or does not fit the files.
 * @throws {ConfigError} when the folder cannot be read.
 * @see {@link https://keras.io/api/data_loading/text/#text_dataset_from_directory-function | keras.utils.text_dataset_from_directory}
 * @example
 * const reviews = await textDatasetFromDirectory("aclImdb/train", { batchSize: 32 });
 * await model.fit(reviews); // reviews.classNames is ["neg", "pos"]
 */
export async function textDatasetFromDirectory<const O extends TextDatasetOptions = object>(
  directory: FolderSource,
  given?: Only<O, TextDatasetOptions>,
): Promise<DatasetFor<O, TextOf<O>>> {
  const options: TextDatasetOptions = given ?? {};
  checkFilesOptions(action, options, ["maxLength", "format"]);
  const { maxLength = null } = options;
  checkOption(action, "format", options.format, '"tf"', options.format === "tf");
  checkOption(action, "maxLength", maxLength, "a positive integer or null", isCount(maxLength));
  return labeledFiles<TextOf<O>, O>(directory, options as O, {
    action,
    noun: "text files (.txt)",
    extensions: [".txt"],
    // before they are put in batches, texts are strings
    read: async (file) => textOf(await file.bytes(), maxLength) as TextOf<O>,
  });
}

function textOf(bytes: Uint8Array, maxLength: number | null): string {
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  // what `stream` holds back is the beginning of a character
  return maxLength === null ? decoder.decode(bytes) : decoder.decode(bytes.subarray(0, maxLength), { stream: true });
}
