import { makeSeed, NDArray, OptionError, refusal } from "@hornbeam/core";
import { Dataset } from "@hornbeam/data";
import { checkOption, checkOptions } from "../_options.ts";
import { textOutput } from "../progbar-output.ts";
import { bytesOf, filesBelow, foldersIn } from "./_text-files_node.ts";

export interface TextDatasetOptions {
  /** `"inferred"` (one class a folder), the class of each file in the order of their paths, or null for none. */
  readonly labels?: "inferred" | readonly number[] | null | undefined;
  /** How labels are given: `"int"`, `"categorical"` (one-hot), `"binary"` (0 or 1, float), or null for none. */
  readonly labelMode?: "int" | "categorical" | "binary" | null | undefined;
  /** Folders to take, in the order of their classes; all, sorted, unless given. */
  readonly classNames?: readonly string[] | null | undefined;
  /** Texts in a batch, 32 unless given; null gives one text after the other. */
  readonly batchSize?: number | null | undefined;
  /** Most bytes of a text, counted in UTF-8; a character that would be cut is left out. */
  readonly maxLength?: number | null | undefined;
  /** Whether texts come in random order, another in each pass; they do unless told otherwise. */
  readonly shuffle?: boolean | undefined;
  /** Makes the random order the same each time; needed to split what is shuffled. */
  readonly seed?: number | null | undefined;
  /** Share of the files that are kept apart to validate with, in (0, 1). */
  readonly validationSplit?: number | null | undefined;
  /** Which part of a split to give. */
  readonly subset?: "training" | "validation" | "both" | null | undefined;
  /** Whether links to folders are followed. */
  readonly followLinks?: boolean | undefined;
  /** Whether to print how many files were found; not unless it is true. */
  readonly verbose?: boolean | undefined;
}

/** A dataset that knows its classes. */
export type LabeledDataset<T> = Dataset<T> & { readonly classNames: readonly string[] | null };
type Element = NDArray | string | [x: NDArray | string, y: NDArray];

const action = "make a dataset of text files";
const known =
  "labels labelMode classNames batchSize maxLength shuffle seed validationSplit subset followLinks verbose".split(" ");

/**
 * The `.txt` files below a folder, whose folders are the classes: batches `[texts, labels]`, or texts alone.
 *
 * Files are listed at once and read when their turn comes. Only where there is a file system, as in Node.
 *
 * - texts: `[batch]`, string
 * - labels: `[batch]` int32; `[batch, 1]` float32 if `"binary"`; `[batch, classes]` float32 if `"categorical"`
 *
 * @throws {OptionError} when an option is not acceptable, or does not fit the files.
 * @throws {ConfigError} when the folder cannot be read.
 * @see {@link https://keras.io/api/data_loading/text/#text_dataset_from_directory-function | keras.utils.text_dataset_from_directory}
 * @example
 * const reviews = await textDatasetFromDirectory("aclImdb/train", { batchSize: 32 });
 * await model.fit(reviews); // reviews.classNames is ["neg", "pos"]
 */
export async function textDatasetFromDirectory(
  directory: string,
  options: TextDatasetOptions & { readonly subset: "both" },
): Promise<[training: LabeledDataset<Element>, validation: LabeledDataset<Element>]>;
export async function textDatasetFromDirectory(
  directory: string,
  options?: TextDatasetOptions,
): Promise<LabeledDataset<Element>>;
export async function textDatasetFromDirectory(
  directory: string,
  options: TextDatasetOptions = {},
): Promise<LabeledDataset<Element> | [LabeledDataset<Element>, LabeledDataset<Element>]> {
  checkAll(options);
  const { labelMode = "int", batchSize = 32, maxLength = null, shuffle = true, subset = null } = options;
  const seed = options.seed ?? makeSeed();
  const labels = labelMode === null ? null : options.labels === undefined ? "inferred" : options.labels;
  const { files, classNames } = await indexOf(directory, labels, options);
  if (options.verbose) {
    const classes = classNames === null ? "" : ` belonging to ${classNames.length} classes`;
    textOutput().write(`Found ${files.length} files${classes}.\n`);
  }
  if (labels !== null && labelMode === "binary" && classNames!.length !== 2) {
    const expected = '`classNames` must be 2 for labelMode "binary"';
    throw refusal(OptionError, { action, option: "labelMode", expected, received: classNames });
  }
  // a split must be of one order: that of the seed
  const listed = Dataset.fromGenerator(() => files, { cardinality: files.length });
  const ordered = shuffle && files.length > 0 ? await listed.shuffle(files.length, { seed }).toArray() : files;

  const make = (part: readonly LabeledFile[], mixed: boolean): LabeledDataset<Element> => {
    if (part.length === 0) {
      throw refusal(OptionError, { action, expected: `${directory} must hold text files (.txt) for it`, received: 0 });
    }
    const paths = Dataset.fromGenerator(() => part, { cardinality: part.length });
    const elements = (mixed ? paths.shuffle(part.length, { seed }) : paths).map(
      async ({ path, label }): Promise<Element> => {
        const text = await textOf(path, maxLength);
        return labels === null ? text : [text, labelOf(label, labelMode, classNames!.length)];
      },
    );
    const dataset = batchSize === null ? elements : (elements.batch(batchSize) as Dataset<Element>);
    return Object.assign(dataset, { classNames });
  };
  const validating = Math.floor((options.validationSplit ?? 0) * ordered.length);
  const cut = ordered.length - validating;
  if (subset === "both") return [make(ordered.slice(0, cut), shuffle), make(ordered.slice(cut), false)];
  if (subset === "training") return make(ordered.slice(0, cut), shuffle);
  return make(subset === "validation" ? ordered.slice(cut) : ordered, shuffle);
}

interface LabeledFile {
  readonly path: string;
  readonly label: number;
}

async function indexOf(
  directory: string,
  labels: TextDatasetOptions["labels"] | null,
  { classNames, followLinks = false }: TextDatasetOptions,
): Promise<{ files: LabeledFile[]; classNames: readonly string[] | null }> {
  const below = (folder: string) => filesBelow(folder, { extension: ".txt", followLinks, action });
  if (labels === "inferred") {
    const folders = await foldersIn(directory, action);
    const stranger = classNames?.find((name) => !folders.includes(name));
    if (stranger !== undefined) {
      const expected = `\`classNames\` must be among the folders ${folders.join(", ")}`;
      throw refusal(OptionError, { action, option: "classNames", expected, received: stranger });
    }
    const names = classNames ?? folders;
    const files: LabeledFile[] = [];
    for (const [label, name] of names.entries()) {
      for (const path of await below(`${directory}/${name}`)) files.push({ path, label });
    }
    return { files, classNames: names };
  }
  if (classNames) {
    const expected = '`classNames` must be given with labels "inferred" only';
    throw refusal(OptionError, { action, option: "classNames", expected, received: classNames });
  }
  const paths = await below(directory);
  if (!labels) return { files: paths.map((path) => ({ path, label: 0 })), classNames: null };
  if (labels.length !== paths.length) {
    const expected = `\`labels\` must have one label for each of the ${paths.length} files`;
    throw refusal(OptionError, { action, option: "labels", expected, received: labels.length });
  }
  const distinct = [...new Set(labels)].sort((a, b) => a - b);
  return { files: paths.map((path, i) => ({ path, label: labels[i]! })), classNames: distinct.map(String) };
}

async function textOf(path: string, maxLength: number | null): Promise<string> {
  const bytes = await bytesOf(path, action);
  // what `stream` holds back is the beginning of a character
  return maxLength === null
    ? new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes)
    : new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes.subarray(0, maxLength), { stream: true });
}

function labelOf(label: number, mode: TextDatasetOptions["labelMode"], classes: number): NDArray {
  if (mode === "binary") return new NDArray(Float32Array.of(label), [1]);
  if (mode === "int") return new NDArray(Int32Array.of(label), []);
  const oneHot = NDArray.zeros([classes]);
  (oneHot.data as Float32Array)[label] = 1;
  return oneHot;
}

function checkAll(options: TextDatasetOptions): void {
  checkOptions(action, options, known);
  const { labels, labelMode, batchSize, maxLength, shuffle = true, seed, validationSplit, subset } = options;
  const isList = Array.isArray(labels) && labels.every((label) => Number.isInteger(label) && label >= 0);
  checkOption(action, "labels", labels, '"inferred", a list of classes or null', labels === "inferred" || labels === null || isList); // biome-ignore format: one line
  const modes = ["int", "categorical", "binary", null];
  checkOption(action, "labelMode", labelMode, '"int", "categorical", "binary" or null', modes.includes(labelMode as never)); // biome-ignore format: one line
  const count = (size: unknown): boolean => size === null || (Number.isInteger(size) && (size as number) > 0);
  checkOption(action, "batchSize", batchSize, "a positive integer or null", count(batchSize));
  checkOption(action, "maxLength", maxLength, "a positive integer or null", count(maxLength));
  const share = typeof validationSplit === "number" && validationSplit > 0 && validationSplit < 1;
  checkOption(action, "validationSplit", validationSplit, "a fraction in (0, 1)", validationSplit === null || share);
  const subsets = ["training", "validation", "both", null];
  checkOption(action, "subset", subset, '"training", "validation" or "both"', subsets.includes(subset as never));
  if (((subset ?? null) === null) !== ((validationSplit ?? null) === null)) {
    const expected = "`subset` and `validationSplit` must be given together";
    throw refusal(OptionError, { action, expected, received: { subset, validationSplit } });
  }
  if (share && shuffle && (seed ?? null) === null) {
    const expected = "`seed` must be given to split what is shuffled: the parts would overlap otherwise";
    throw refusal(OptionError, { action, option: "seed", expected, received: seed });
  }
}
