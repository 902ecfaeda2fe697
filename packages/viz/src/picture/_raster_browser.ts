import { refusal, StateError } from "@hornbeam/core";
import type { RasterSize } from "./_raster.ts";

/** Draws by the canvas of the page: nothing has to be loaded. */
export async function rasterizeInPage(svg: string, size: RasterSize): Promise<Uint8Array<ArrayBuffer>> {
  const url = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(size.width * size.scale);
    canvas.height = Math.round(size.height * size.scale);
    canvas.getContext("2d")!.drawImage(image, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/png"));
    if (blob === null) {
      const expected = "the raster must be of a size that the browser can hold";
      const received = `${canvas.width}×${canvas.height}`;
      throw refusal(StateError, { action: "make a PNG", expected, received, hint: "Choose a smaller scale." });
    }
    return new Uint8Array(await blob.arrayBuffer());
  } finally {
    URL.revokeObjectURL(url);
  }
}
