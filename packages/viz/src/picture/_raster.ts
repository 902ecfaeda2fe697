import { refusal, StateError } from "@hornbeam/core";
import { nodeModule } from "./_node.ts";
import { rasterizeInPage } from "./_raster_browser.ts";
import { rasterizeInNode } from "./_raster_node.ts";

export interface RasterSize {
  readonly width: number;
  readonly height: number;
  readonly scale: number;
}

/** The bytes of a PNG file of an SVG document. */
export function rasterize(svg: string, size: RasterSize): Promise<Uint8Array<ArrayBuffer>> {
  if (nodeModule("node:fs") !== undefined) return rasterizeInNode(svg, size);
  if (typeof document !== "undefined") return rasterizeInPage(svg, size);
  throw refusal(StateError, {
    action: "make a PNG",
    expected: "it must be in Node, Deno, Bun or the main thread of a page",
    hint: "Send toSVG() to the page, and draw there.",
  });
}
