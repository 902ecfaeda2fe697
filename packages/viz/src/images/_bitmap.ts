import { element } from "../svg/_element.ts";
import { encodePNG } from "./_png.ts";

export interface Bitmap {
  readonly bytes: Uint8Array;
  readonly channels: 1 | 3;
  readonly width: number;
  readonly height: number;
}

/**
 * Keeps magnified pixels sharp. Browsers know `pixelated`; others know only `optimizeSpeed`, which the elements have,
 * and pass over the rule.
 */
export const pixelRule = element(
  "style",
  {},
  "@supports (image-rendering: pixelated) { .hornbeam-pixels { image-rendering: pixelated } }",
);

/** A bitmap as an SVG element of the given place and size. */
export function drawBitmap(bitmap: Bitmap, x: number, y: number, width: number, height: number): string {
  const { bytes, channels } = bitmap;
  const enlarged = width >= bitmap.width;
  return element("image", {
    x,
    y,
    width,
    height,
    preserveAspectRatio: "none",
    class: enlarged ? "hornbeam-pixels" : undefined,
    "image-rendering": enlarged ? "optimizeSpeed" : undefined,
    href: `data:image/png;base64,${base64(encodePNG(bytes, bitmap.width, bitmap.height, channels))}`,
  });
}

/** Width and height of a picture in pixels, at a whole magnification where it is small. */
export function shownSize(width: number, height: number, target: number): { width: number; height: number } {
  const longest = Math.max(width, height);
  const zoom = longest <= target ? Math.max(1, Math.round(target / longest)) : Math.min(1, (2 * target) / longest);
  return { width: Math.max(1, Math.round(width * zoom)), height: Math.max(1, Math.round(height * zoom)) };
}

function base64(bytes: Uint8Array): string {
  let text = "";
  for (let i = 0; i < bytes.length; i += 0x2000) text += String.fromCharCode(...bytes.subarray(i, i + 0x2000));
  return btoa(text);
}
