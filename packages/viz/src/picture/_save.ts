import { OptionError, refusal } from "@hornbeam/core";
import { OptionReader } from "../_options.ts";
import { download } from "./_element_browser.ts";
import { nodeModule } from "./_node.ts";
import { writeWhole } from "./_write_node.ts";
import type { Picture, SaveOptions } from "./picture.ts";

const kinds = {
  ".svg": { type: "image/svg+xml", make: (picture: Picture) => picture.toSVG() },
  ".png": { type: "image/png", make: (picture: Picture, options: SaveOptions) => picture.toPNG(options) },
  ".html": { type: "text/html", make: (picture: Picture) => picture.toHTML() },
} as const;

/** Writes a picture in the form that the ending of the path says; see `Picture.save`. */
export async function savePicture(picture: Picture, path: string | URL, options: SaveOptions): Promise<string> {
  new OptionReader("save picture", options, ["scale", "signal"]);
  const { type, make } = kindOf(path);
  options.signal?.throwIfAborted();
  const content = await make(picture, options);
  if (nodeModule("node:fs") !== undefined) return writeWhole(path, content, options.signal);
  const name = String(path).split(/[\\/]/).at(-1)!;
  download(name, content, type);
  return name;
}

function kindOf(path: string | URL): (typeof kinds)[keyof typeof kinds] {
  const text = path instanceof URL ? path.pathname : path;
  const ending = typeof text === "string" ? /\.[^./\\]+$/.exec(text)?.[0].toLowerCase() : undefined;
  if (ending === ".svg" || ending === ".png" || ending === ".html") return kinds[ending];
  const expected = "the path must end in .svg, .png or .html";
  throw refusal(OptionError, { action: "save picture", expected, received: path instanceof URL ? path.href : path });
}
