import { OptionError, refusal } from "@hornbeam/core";

export interface PickFilesOptions {
  /** Endings that are offered: `".keras,.h5"`. All unless given. */
  readonly accept?: string;
  /** Whether several files may be picked: a `model.json` and its weights, say. */
  readonly multiple?: boolean;
}

/**
 * Asks the user for files; none if that was cancelled. Browsers allow it in answer to a click or a key only.
 *
 * @throws {OptionError} where there is no page: in Node, and in workers.
 * @example
 * const [file] = await pickFiles({ accept: ".keras" });
 * if (file) model = await loadModel(file);
 */
export function pickFiles({ accept = "", multiple = false }: PickFilesOptions = {}): Promise<File[]> {
  if (!("document" in globalThis)) throw refusal(OptionError, { action: "pick files", expected: "it needs a page" });
  const input = document.createElement("input");
  Object.assign(input, { type: "file", accept, multiple });
  return new Promise((resolve) => {
    input.onchange = () => resolve([...(input.files ?? [])]);
    input.oncancel = () => resolve([]);
    input.click();
  });
}
