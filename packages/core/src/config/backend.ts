import { OptionError, refusal } from "../errors.ts";

/**
 * What computes: `"tensorflowjs"`, always.
 *
 * @see {@link https://keras.io/api/utils/config_utils/#backend-function | keras.config.backend}
 * @example
 * config.backend(); // "tensorflowjs"
 */
export function backend(): "tensorflowjs" {
  return "tensorflowjs";
}

/**
 * Accepts the backend that there is.
 *
 * @throws {OptionError} for any other.
 * @see {@link https://keras.io/api/utils/config_utils/ | keras.config.set_backend}
 */
export function setBackend(name: string): void {
  if (name === backend()) return;
  throw refusal(OptionError, {
    action: "call config.setBackend",
    option: "backend",
    expected: '`backend` must be "tensorflowjs", the only one here',
    received: name,
  });
}
