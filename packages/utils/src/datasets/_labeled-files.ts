import { makeSeed, NDArray, OptionError, refusal } from "@hornbeam/core";
import { Dataset } from "@hornbeam/data";
import { checkOption, checkOptions } from "../_options.ts";
import { textOutput } from "../progbar-output.ts";
import { type Folder, type FolderSource, openFolder } from "./_folder.ts";
import type { FoundFile } from "./_found-file.ts";

/** What all data sets of files in folders take. */
export interface LabeledFilesOptions {
  /** `"inferred"` (one class a folder), the class of each file in the order of their paths, or null for none. */
  readonly labels?: "inferred" | readonly number[] | null | undefined;
  /** How labels are given: `"int"`, `"categorical"` (one-hot), `"binary"` (0 or 1, float), or null for none. */
  readonly labelMode?: "int" | "categorical" | "binary" | null | undefined;
  /** Folders to take, in the order of their classes; all, sorted, unless given. */
  readonly classNames?: readonly string[] | null | undefined;
  /** Elements in a batch, 32 unless given; null gives one after the other. */
  readonly batchSize?: number | null | undefined;
  /** Whether elements come in random order, another in each pass; they do unless told otherwise. */
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
const known = "labels labelMode classNames batchSize shuffle seed validationSplit subset followLinks verbose".split(
  " ",
);

/** A dataset that knows its classes, and the files that it is made of. */
export type LabeledDataset<T> = Dataset<T> & {
  readonly classNames: readonly string[] | null;
  readonly filePaths: readonly string[];
};
export type LabeledElement<X> = X | [x: X, y: NDArray];

/** The elements that options lead to: with labels, or alone. */
type ElementFor<O, X> = O extends { readonly labels: null } | { readonly labelMode: null } ? X : [x: X, y: NDArray];
/** A dataset, or two where both parts of a split are asked for. */
export type DatasetFor<O, X> = O extends { readonly subset: "both" }
  ? [training: LabeledDataset<ElementFor<O, X>>, validation: LabeledDataset<ElementFor<O, X>>]
  : LabeledDataset<ElementFor<O, X>>;
/** Options of a table, and no others. */
export type Only<O, T> = O & { readonly [K in Exclude<keyof O, keyof T>]: never };

/** What a kind of files is. */
export interface FileKind<X> {
  /** What is being done, for messages: "make a dataset of text files". */
  readonly action: string;
  /** What the files are called, with their extensions. */
  readonly noun: string;
  readonly extensions: readonly string[];
  /** What becomes of a file. */
  read(file: FoundFile): Promise<X>;
  /** Batches of what became of files; rows of equal shapes are stacked unless given. */
  batch?(elements: Dataset<LabeledElement<X>>, size: number): Dataset<LabeledElement<X>>;
}

/** The files below a folder, whose folders are the classes, or the two parts of them. */
export async function labeledFiles<X extends NDArray | string, O extends LabeledFilesOptions>(
  source: FolderSource,
  options: O,
  { action, noun, extensions, read, batch }: FileKind<X>,
): Promise<DatasetFor<O, X>> {
  const folder = openFolder(source, action);
  const { labelMode = "int", batchSize = 32, shuffle = true, subset = null } = options;
  const seed = options.seed ?? makeSeed();
  const labels = labelMode === null ? null : options.labels === undefined ? "inferred" : options.labels;
  const { files, classNames } = await indexOf(folder, labels, options, { action, extensions });
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

  const make = (part: readonly LabeledFile[], mixed: boolean): LabeledDataset<LabeledElement<X>> => {
    if (part.length === 0) {
      throw refusal(OptionError, { action, expected: `${folder.name} must hold ${noun} for it`, received: 0 });
    }
    const paths = Dataset.fromGenerator(() => part, { cardinality: part.length });
    const elements = (mixed ? paths.shuffle(part.length, { seed }) : paths).map(
      async ({ label, ...file }): Promise<LabeledElement<X>> => {
        const x = await read(file);
        return labels === null ? x : [x, labelOf(label, labelMode, classNames!.length)];
      },
    ) as Dataset<unknown> as Dataset<LabeledElement<X>>; // arrays and texts stay what they are
    // of texts, a batch is an array
    const stack = batch ?? ((all, size) => all.batch(size) as unknown as Dataset<LabeledElement<X>>);
    const dataset = batchSize === null ? elements : stack(elements, batchSize);
    return Object.assign(dataset, { classNames, filePaths: part.map(({ path }) => path) });
  };
  type Made = DatasetFor<O, X>; // which of these the options say
  const validating = Math.floor((options.validationSplit ?? 0) * ordered.length);
  const cut = ordered.length - validating;
  if (subset === "both") return [make(ordered.slice(0, cut), shuffle), make(ordered.slice(cut), false)] as Made;
  if (subset === "training") return make(ordered.slice(0, cut), shuffle) as Made;
  return make(subset === "validation" ? ordered.slice(cut) : ordered, shuffle) as Made;
}

interface LabeledFile extends FoundFile {
  readonly label: number;
}

async function indexOf(
  folder: Folder,
  labels: LabeledFilesOptions["labels"] | null,
  { classNames, followLinks = false }: LabeledFilesOptions,
  { action, extensions }: Pick<FileKind<unknown>, "action" | "extensions">,
): Promise<{ files: LabeledFile[]; classNames: readonly string[] | null }> {
  const search = { extensions, followLinks, action };
  const labeled = (file: FoundFile, label: number): LabeledFile => ({
    path: file.path,
    bytes: () => file.bytes(),
    label,
  });
  if (labels === "inferred") {
    const folders = await folder.folders();
    const stranger = classNames?.find((name) => !folders.includes(name));
    if (stranger !== undefined) {
      const expected = `\`classNames\` must be among the folders ${folders.join(", ")}`;
      throw refusal(OptionError, { action, option: "classNames", expected, received: stranger });
    }
    const names = classNames ?? folders;
    const files: LabeledFile[] = [];
    for (const [label, name] of names.entries()) {
      for (const file of await folder.files(name, search)) files.push(labeled(file, label));
    }
    return { files, classNames: names };
  }
  if (classNames) {
    const expected = '`classNames` must be given with labels "inferred" only';
    throw refusal(OptionError, { action, option: "classNames", expected, received: classNames });
  }
  const files = await folder.files(null, search);
  if (!labels) return { files: files.map((file) => labeled(file, 0)), classNames: null };
  if (labels.length !== files.length) {
    const expected = `\`labels\` must have one label for each of the ${files.length} files`;
    throw refusal(OptionError, { action, option: "labels", expected, received: labels.length });
  }
  const distinct = [...new Set(labels)].sort((a, b) => a - b);
  return { files: files.map((file, i) => labeled(file, labels[i]!)), classNames: distinct.map(String) };
}

function labelOf(label: number, mode: LabeledFilesOptions["labelMode"], classes: number): NDArray {
  if (mode === "binary") return new NDArray(Float32Array.of(label), [1]);
  if (mode === "int") return new NDArray(Int32Array.of(label), []);
  const oneHot = NDArray.zeros([classes]);
  (oneHot.data as Float32Array)[label] = 1;
  return oneHot;
}

/** Refuses options that are not acceptable, or that there are not: those of all data sets, and more of one kind. */
export function checkFilesOptions(action: string, options: LabeledFilesOptions, more: readonly string[]): void {
  checkOptions(action, options, [...known, ...more]);
  const { labels, labelMode, batchSize, shuffle = true, seed, validationSplit, subset } = options;
  const isList = Array.isArray(labels) && labels.every((label) => Number.isInteger(label) && label >= 0);
  checkOption(action, "labels", labels, '"inferred", a list of classes or null', labels === "inferred" || labels === null || isList); // biome-ignore format: one line
  const modes = ["int", "categorical", "binary", null];
  checkOption(action, "labelMode", labelMode, '"int", "categorical", "binary" or null', modes.includes(labelMode as never)); // biome-ignore format: one line
  checkOption(action, "batchSize", batchSize, "a positive integer or null", isCount(batchSize));
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

/** Whether an option is a positive integer, or null. */
export function isCount(size: unknown): boolean {
  return size === null || (Number.isInteger(size) && (size as number) > 0);
}
