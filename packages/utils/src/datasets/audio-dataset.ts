import { NDArray, OptionError, refusal } from "@hornbeam/core";
import { Dataset } from "@hornbeam/data";
import { checkOption } from "../_options.ts";
import { resampled } from "../audio/_resample.ts";
import { decodeWav } from "../audio/_wav.ts";
import type { FolderSource } from "./_folder.ts";
import {
  checkFilesOptions,
  type DatasetFor,
  isCount,
  type LabeledElement,
  type LabeledFilesOptions,
  labeledFiles,
  type Only,
} from "./_labeled-files.ts";

export interface AudioDatasetOptions extends LabeledFilesOptions {
  /** Samples a second that sounds are brought to; their own unless given. */
  readonly samplingRate?: number | null | undefined;
  /** Samples of a sound: what is longer is cut off, what is shorter goes on in silence. Their own unless given. */
  readonly outputSequenceLength?: number | null | undefined;
  /** Only false: there are no ragged tensors. */
  readonly ragged?: false | undefined;
}
type Element = LabeledElement<NDArray>;

const action = "make a dataset of sounds";

/**
 * The `.wav` files below a folder, whose folders are the classes: batches `[sounds, labels]`, or sounds alone. In a batch,
 * shorter sounds go on in silence up to the end of the longest.
 *
 * Files are listed at once and read when their turn comes.
 *
 * - sounds: `[batch, samples, channels]` float32, from -1 to 1
 * - labels: `[batch]` int32; `[batch, 1]` float32 if `"binary"`; `[batch, classes]` float32 if `"categorical"`
 *
 * @param directory A path (in Node), or in a page a folder that was picked (its handle), or all files of one.
 * @throws {OptionError} when an option is not acceptable, or does not fit the files.
 * @throws {ConfigError} when the folder cannot be read, or a file is damaged.
 * @see {@link https://keras.io/api/data_loading/audio/#audio_dataset_from_directory-function | keras.utils.audio_dataset_from_directory}
 * @example
 * const words = await audioDatasetFromDirectory("speech", { outputSequenceLength: 16_000 });
 * await model.fit(words);
 */
export async function audioDatasetFromDirectory<const O extends AudioDatasetOptions = object>(
  directory: FolderSource,
  given?: Only<O, AudioDatasetOptions>,
): Promise<DatasetFor<O, NDArray>> {
  const options: AudioDatasetOptions = given ?? {};
  checkFilesOptions(action, options, ["samplingRate", "outputSequenceLength", "ragged"]);
  const { samplingRate = null, outputSequenceLength: length = null, ragged = false } = options;
  checkOption(action, "samplingRate", samplingRate, "a positive integer or null", isCount(samplingRate));
  checkOption(action, "outputSequenceLength", length, "a positive integer or null", isCount(length));
  if (ragged !== false) {
    const hint = "Leave it out: the sounds of a batch are then equally long.";
    throw refusal(OptionError, {
      action,
      option: "ragged",
      expected: "`ragged` must be false",
      received: ragged,
      hint,
    });
  }
  return labeledFiles<NDArray, O>(directory, options as O, {
    action,
    noun: "sounds (.wav)",
    extensions: [".wav"],
    async read(file) {
      const { samples, rate } = decodeWav(await file.bytes(), `load sound ${JSON.stringify(file.path)}`);
      const whole = length === null ? samples : fitted(samples, length);
      return samplingRate === null ? whole : resampled(whole, rate, samplingRate);
    },
    batch: padded,
  });
}

/** A sound that is cut off, or goes on in silence. */
function fitted(samples: NDArray, length: number): NDArray {
  const [count, channels] = samples.shape as [number, number];
  if (count >= length) return samples.slice(0, length);
  const data = new Float32Array(length * channels);
  data.set(samples.data as Float32Array);
  return new NDArray(data, [length, channels]);
}

/** Batches of sounds, each as long as its longest. */
function padded(elements: Dataset<Element>, size: number): Dataset<Element> {
  const soundOf = (element: Element): NDArray => (Array.isArray(element) ? element[0] : element);
  const whole = async function* (): AsyncGenerator<Element> {
    let batch: Element[] = [];
    const stacked = async (): Promise<Element> => {
      const longest = Math.max(...batch.map((element) => soundOf(element).shape[0]!));
      const equal = batch.map(
        (element): Element =>
          Array.isArray(element) ? [fitted(element[0], longest), element[1]] : fitted(element, longest),
      );
      const [first] = await Dataset.fromGenerator(() => equal)
        .batch(size)
        .toArray();
      return first as Element;
    };
    for await (const element of elements) {
      if (batch.push(element) < size) continue;
      yield await stacked();
      batch = [];
    }
    if (batch.length > 0) yield await stacked();
  };
  const count = elements.cardinality();
  return Dataset.fromGenerator(whole, { cardinality: count === null ? null : Math.ceil(count / size) });
}
