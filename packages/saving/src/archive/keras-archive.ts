import { unreadable, within } from "../hdf5/_unreadable.ts";
import { bytesOf, type FileImage } from "../image/file-image.ts";
import { type Member, readArchive } from "./read-archive.ts";
import { archiveImage, type MemberSource } from "./write-archive.ts";

/** How the weights in a `.keras` file are stored: as HDF5, which Keras reads, or as arrays that `numpy.load` opens. */
export type WeightsFormat = "h5" | "npz";

/** What a `.keras` file holds. */
export interface KerasArchive {
  /** The model's configuration: JSON text. */
  readonly config: string;
  /** The weights: an HDF5 file, or a NumPy archive. */
  readonly weights: Uint8Array;
  readonly weightsFormat: WeightsFormat;
  /** Files of layers by their path below `assets/`: vocabularies, for example. */
  readonly assets: ReadonlyMap<string, () => Uint8Array>;
}

/** The version of Keras whose files these are. */
export const kerasVersion = "3.15.1";

const metadataName = "metadata.json";
const configName = "config.json";
const weightsNames: Readonly<Record<WeightsFormat, string>> = { h5: "model.weights.h5", npz: "model.weights.npz" };
const assetsFolder = "assets/";
const longestConfig = 64 * 2 ** 20;

/**
 * Takes a `.keras` file apart. Its metadata, which nothing depends on, are not read.
 *
 * @throws {LoadingError} where it is no such file, or breaks the format or a limit.
 * @see {@link https://keras.io/api/models/model_saving_apis/model_saving_and_loading/ | Keras: whole model saving & loading}
 * @example
 * readKerasArchive(writeKerasArchive({ config: "{}", weights: new Uint8Array(8), assets: new Map() })).config; // "{}"
 */
export function readKerasArchive(bytes: Uint8Array, { movable = false }: ReadArchiveOptions = {}): KerasArchive {
  const archive = kerasMembers(readArchive(bytes), ".keras archive");
  return movable ? { ...archive, weights: aligned(archive.weights, bytes) } : archive;
}

/** What the members of an archive, or the files of a folder, are. */
export function kerasMembers(members: ReadonlyMap<string, Member>, what: string): KerasArchive {
  return within(what, () => {
    const config = members.get(configName);
    if (!config) throw unreadable(`it must have the member "${configName}", which is missing`);
    if (config.size > longestConfig)
      throw unreadable(`"${configName}" must not exceed the limit of ${longestConfig} bytes`, config.size);
    const weightsFormat = members.has(weightsNames.h5) ? "h5" : "npz";
    const weights = members.get(weightsNames[weightsFormat]);
    if (!weights) throw unreadable(`it must have the member "${weightsNames.h5}", which is missing`);
    const assets = [...members.values()].filter(({ name }) => name.startsWith(assetsFolder) && !name.endsWith("/"));
    return {
      config: decode(config.read()),
      weights: weights.read(),
      weightsFormat,
      assets: new Map(assets.map(({ name, read }) => [name.slice(assetsFolder.length), read])),
    };
  });
}

export interface ReadArchiveOptions {
  /** Whether the weights may be moved within the bytes, to where they can be used without a copy; not unless given. */
  readonly movable?: boolean;
}

/** Moves a member over the end of its own header, which has been read: its numbers then stand at multiples of their size. */
function aligned(member: Uint8Array, archive: Uint8Array): Uint8Array {
  const by = member.byteOffset % 8;
  if (by === 0 || member.buffer !== archive.buffer || member.byteOffset - by < archive.byteOffset) return member;
  const place = new Uint8Array(member.buffer, member.byteOffset - by, member.length);
  place.set(member);
  return place;
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes); // without a byte order mark, if there is one
  } catch {
    throw unreadable(`"${configName}" must be UTF-8 text, its encoding is invalid`);
  }
}

export interface KerasArchiveSource {
  readonly config: string;
  /** An HDF5 file, or a NumPy archive, or how it is made. */
  readonly weights: Uint8Array | FileImage;
  /** Which of them; HDF5 unless given. */
  readonly weightsFormat?: WeightsFormat;
  readonly assets: ReadonlyMap<string, Uint8Array>;
  /** When it is saved; now unless given. */
  readonly date?: Date;
}

/**
 * Puts a `.keras` file together, in the order in which Keras does.
 *
 * @throws nothing: the parts are taken as they are.
 */
export function writeKerasArchive(source: KerasArchiveSource): Uint8Array {
  return bytesOf(kerasArchiveImage(source));
}

/** The same file, to be written piece by piece. */
export function kerasArchiveImage(source: KerasArchiveSource): FileImage {
  return archiveImage(kerasParts(source));
}

/** The members of the archive, or the files of the folder, in the order in which Keras writes them. */
export function kerasParts(source: KerasArchiveSource): MemberSource[] {
  const { config, weights, weightsFormat = "h5", assets, date = new Date() } = source;
  const text = new TextEncoder();
  const metadata = JSON.stringify({ keras_version: kerasVersion, date_saved: showDate(date) });
  return [
    [metadataName, text.encode(metadata)],
    [configName, text.encode(config)],
    [weightsNames[weightsFormat], weights],
    ...[...assets].map(([name, bytes]) => [`${assetsFolder}${name}`, bytes] as const),
  ];
}

/** `2025-01-31@12:05:09`, by the clock of the place. */
function showDate(date: Date): string {
  const two = (part: number) => String(part).padStart(2, "0");
  const day = [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join("-");
  return `${day}@${[date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(":")}`;
}
