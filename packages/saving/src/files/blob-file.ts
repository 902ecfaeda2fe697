import { addStream } from "./_add-stream.ts";
import { ByteCollector } from "./_byte-collector.ts";
import type { StoredFile } from "./stored-file.ts";

/** A file that was picked, dropped or made: read as it streams in. */
export function blobFile(blob: Blob): StoredFile {
  const name = "name" in blob ? String(blob.name) : "";
  return {
    name,
    async read(options) {
      const collector = new ByteCollector(name === "" ? "a Blob" : name, options, blob.size, true);
      await addStream(blob.stream(), collector, options.signal);
      return collector.finish();
    },
  };
}
