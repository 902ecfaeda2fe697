import { KerasError } from "@hornbeam/core";

/**
 * A file that cannot be read: cut short, not of its format, or declaring more than a reader should believe.
 *
 * `owner` names the part of the file, `expected` and `received` say what was wrong with it.
 *
 * @see {@link https://keras.io/api/models/model_saving_apis/ | Keras: model saving}
 * @example
 * new LoadingError("Cannot read HDF5 file: it must start with the signature of HDF5").name; // "LoadingError"
 */
export class LoadingError extends KerasError {
  override readonly name = "LoadingError";
}
