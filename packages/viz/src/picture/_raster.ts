import { OptionError, refusal, StateError } from "@hornbeam/core";
import { nodeModule } from "./_node.ts";
import { rasterizeInPage } from "./_raster_browser.ts";
import { rasterizeInNode } from "./_raster_node.ts";

export interface RasterSize {
  readonly width: number;
  readonly height: number;
  readonly scale: number;
}

const mostPixels = 2 ** 28; // a gigabyte of memory while it is drawn

/** The bytes of a PNG file of an SVG document. */
export async function rasterize(svg: string, size: RasterSize): Promise<Uint8Array<ArrayBuffer>> {
  const [width, height] = [Math.ceil(size.width * size.scale), Math.ceil(size.height * size.scale)];
  if (width * height > mostPixels) {
    throw refusal(OptionError, {
      action: "make a PNG",
      expected: `it must have at most ${mostPixels} pixels`,
      received: `${width}×${height}`,
      option: "scale",
      hint: "Choose a smaller scale, or save as .svg.",
    });
  }
  if (nodeModule("node:fs") !== undefined) return rasterizeInNode(svg, size);
  if ("document" in globalThis) return rasterizeInPage(svg, size);
  throw refusal(StateError, {
    action: "make a PNG",
    expected: "it must be in Node, Deno, Bun or the main thread of a page",
    hint: "Send toSVG() to the page, and draw there.",
  });
}
