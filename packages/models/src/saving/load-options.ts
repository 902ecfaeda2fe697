import { type CustomObjects, OptionError, refusal } from "@hornbeam/core";
import type { FileProgress } from "@hornbeam/saving";

export interface LoadModelOptions {
  /** Classes and functions of your own that the file names. */
  readonly customObjects?: CustomObjects;
  /** Whether the model is compiled as it was, its optimizer's state included. */
  readonly compile?: boolean;
  /** Taken for Keras' sake: code in a file is not run either way. */
  readonly safeMode?: boolean;
  readonly signal?: AbortSignal;
  /** Called as bytes of the file arrive: `({ received, total }) => …`. */
  readonly onProgress?: (progress: FileProgress) => void;
  /** Most bytes that a file may have; 4 GiB unless given. */
  readonly maxBytes?: number;
}

const known: ReadonlySet<string> = new Set<keyof LoadModelOptions>([
  "customObjects",
  "compile",
  "safeMode",
  "signal",
  "onProgress",
  "maxBytes",
]);

export function checkLoadOptions(options: LoadModelOptions): void {
  for (const key of Object.keys(options)) {
    if (known.has(key)) continue;
    throw refusal(OptionError, {
      action: "load a model",
      expected: `unknown option \`${key}\``,
      hint: `Known options: ${[...known].join(", ")}.`,
    });
  }
}
