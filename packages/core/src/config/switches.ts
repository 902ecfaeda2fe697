import { OptionError, refusal } from "../errors.ts";

let interactive = true;
let filtered = true;

/**
 * Lets progress bars be drawn over as they grow, which they are from the start.
 *
 * @see {@link https://keras.io/api/utils/config_utils/ | keras.config.enable_interactive_logging}
 */
export function enableInteractiveLogging(): void {
  interactive = true;
}

/**
 * Writes of each progress bar its last state only, as into a file.
 *
 * @see {@link https://keras.io/api/utils/config_utils/ | keras.config.disable_interactive_logging}
 */
export function disableInteractiveLogging(): void {
  interactive = false;
}

/**
 * Whether progress bars are drawn over as they grow.
 *
 * @see {@link https://keras.io/api/utils/config_utils/ | keras.config.is_interactive_logging_enabled}
 * @example
 * config.isInteractiveLoggingEnabled(); // true
 */
export function isInteractiveLoggingEnabled(): boolean {
  return interactive;
}

/**
 * Notes that stacks of errors are to be short, for programs that ask. Nothing is cut from them here in either case.
 *
 * @see {@link https://keras.io/api/utils/config_utils/ | keras.config.enable_traceback_filtering}
 */
export function enableTracebackFiltering(): void {
  filtered = true;
}

/**
 * Notes that stacks of errors are to be whole, for programs that ask. Nothing is cut from them here in either case.
 *
 * @see {@link https://keras.io/api/utils/config_utils/ | keras.config.disable_traceback_filtering}
 */
export function disableTracebackFiltering(): void {
  filtered = false;
}

/**
 * What was noted last of the stacks of errors.
 *
 * @see {@link https://keras.io/api/utils/config_utils/ | keras.config.is_traceback_filtering_enabled}
 * @example
 * config.isTracebackFilteringEnabled(); // true
 */
export function isTracebackFilteringEnabled(): boolean {
  return filtered;
}

/**
 * Refuses: attention is computed in one way here.
 *
 * @throws {OptionError} always.
 * @see {@link https://keras.io/api/utils/config_utils/ | keras.config.enable_flash_attention}
 */
export function enableFlashAttention(): never {
  throw refusal(OptionError, {
    action: "call config.enableFlashAttention",
    expected: "attention must be computed as it is: there is no other way to choose",
    received: true,
  });
}

/**
 * Accepts that attention is computed as it is.
 *
 * @see {@link https://keras.io/api/utils/config_utils/ | keras.config.disable_flash_attention}
 */
export function disableFlashAttention(): void {}

/**
 * Whether attention is left to a kernel of a GPU: no.
 *
 * @see {@link https://keras.io/api/utils/config_utils/ | keras.config.is_flash_attention_enabled}
 * @example
 * config.isFlashAttentionEnabled(); // false
 */
export function isFlashAttentionEnabled(): boolean {
  return false;
}
