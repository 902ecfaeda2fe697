import { OptionError, refusal } from "@hornbeam/core";
import { bytesOf } from "../image/file-image.ts";
import type { StoredFile } from "./stored-file.ts";

const patience = 60_000;

/**
 * A file that the browser puts where it puts downloads.
 *
 * @throws {OptionError} where there is no page: in Node, and in workers.
 * @example
 * button.onclick = () => model.save(downloadFile("mnist.keras"));
 */
export function downloadFile(name: string): StoredFile {
  const action = `download ${JSON.stringify(name)}`;
  if (!("document" in globalThis)) throw refusal(OptionError, { action, expected: "it needs a page" });
  return {
    name,
    read() {
      const expected = "a download can be written only, not read";
      return Promise.reject(refusal(OptionError, { action, expected }));
    },
    async write(image, { signal }) {
      signal?.throwIfAborted();
      const link = document.createElement("a");
      link.href = URL.createObjectURL(new Blob([bytesOf(image)], { type: "application/octet-stream" }));
      link.download = name.replace(/^.*[/\\]/s, "");
      link.click();
      // the browser does not say when it has taken the bytes
      setTimeout(() => URL.revokeObjectURL(link.href), patience);
    },
  };
}
