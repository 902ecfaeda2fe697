import type { KerasTensor, NDArray, Tensor } from "@hornbeam/core";

/** Boxes of images, `[batch, boxes, 4]`, with the class of each, `[batch, boxes]`: -1 where there is none. */
export interface Boxes<T = Tensor> {
  readonly boxes: T;
  readonly labels: T;
}

/**
 * Images with what belongs to them, under Keras' keys: what layers of images take in place of a tensor. Other entries
 * are passed on.
 */
export interface Pictures<T = Tensor> {
  /** `[batch, height, width, channels]`, or one image. */
  readonly images: T;
  /** One row an image, `[batch, classes]`. */
  readonly labels?: T;
  readonly bounding_boxes?: Boxes<T>;
  /** `[batch, height, width, channels]`, a class in each pixel. */
  readonly segmentation_masks?: T;
}

/** The same record, of tensors. */
export type TensorsOf<P> = { [K in keyof P]: P[K] extends NDArray | Tensor ? Tensor : TensorsOf<P[K]> };

/** A call on images of a dataset, or on images with what belongs to them. */
export type PicturesCall<Options> = {
  (images: NDArray, options?: Options): Tensor;
  <P extends Pictures<Tensor | NDArray>>(pictures: P, options?: Options): TensorsOf<P>;
  <P extends Pictures<KerasTensor>>(pictures: P, options?: Options): P;
};
