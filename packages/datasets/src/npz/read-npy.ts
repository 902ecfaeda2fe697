import { type NDArray, OptionError, refusal } from "@hornbeam/core";
import { npyArray, splitNpy } from "@hornbeam/core/npy";
import { checkOptions } from "../_options.ts";
import { refuseTo } from "./_refuse-to.ts";

export interface ReadNpyOptions {
  /** Name of the file, for errors. */
  readonly name?: string | undefined;
}

/**
 * The array of a NumPy file (`np.save`), versions 1.0 to 3.0: numbers and booleans of either byte order, in C or
 * Fortran order. float16 is widened to float32 in memory, as host arrays hold it.
 *
 * @throws {ConfigError} when the file is damaged, or holds objects (pickles), records, text or complex numbers.
 * @see {@link https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html | numpy.lib.format}
 * @example
 * const { shape, dtype } = readNpy(bytes);
 */
export function readNpy(bytes: Uint8Array, options: ReadNpyOptions = {}): NDArray {
  checkOptions("read npy", options, ["name"]);
  const action = options.name === undefined ? "read npy" : `read npy ${JSON.stringify(options.name)}`;
  if (!(bytes instanceof Uint8Array)) {
    throw refusal(OptionError, { action, expected: "it must be a Uint8Array", received: bytes });
  }
  const refuse = refuseTo(action);
  return npyArray(splitNpy(new Uint8Array(bytes), refuse), refuse);
}
