export { type AffineTransformOptions, affineTransform } from "./affine-transform.ts";
export { type ConvertFormatOptions, convertFormat } from "./convert-format.ts";
export { type DecodeDeltasOptions, decodeDeltasToBoxes, type EncodeBoxOptions, encodeBoxToDeltas } from "./deltas.ts";
export type { BoundingBoxFormat, LabeledBoxes } from "./formats.ts";
export { type ComputeIouOptions, computeCiou, computeIou } from "./iou.ts";
export { type ClipToImageSizeOptions, clipToImageSize, crop, type PadOptions, pad, type RegionOptions } from "./regions.ts"; // biome-ignore format: one line
