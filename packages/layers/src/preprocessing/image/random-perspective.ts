import { define, fraction, number, SeedGenerator, type Tensor } from "@hornbeam/core";
import { hostWork } from "@hornbeam/kernels";
import { add, cast, divide, expandDims, image, less, multiply, reshape, split, where } from "@hornbeam/ops";
import * as random from "@hornbeam/random";
import { BaseImageLayer } from "./_base-image.ts";
import { type ImageSize, movedBoxes } from "./_boxes.ts";
import { type Corners, homography } from "./_homography.ts";
import type { Boxes } from "./_pictures.ts";
import { around, weighted } from "./_random-geometry.ts";
import { interpolation, randomOptions, range } from "./_random-image.ts";

interface View {
  /** Whether each image is changed, `[batch]`. */
  readonly seen: Tensor;
  /** By which shares of its place each corner moves, `[batch, 4, 2]`. */
  readonly shares: Tensor;
  /** Height and width of the images. */
  readonly size: ImageSize;
}

/**
 * Shows some images as if from another place: moves their corners at random, by a share of how far they are from the left
 * and the upper edge.
 *
 * - input: `[batch, height, width, channels]` or one image, or a record with `images`, `bounding_boxes` and `segmentation_masks`
 * - output: the shape of the input, float32; boxes are upright ones around those moved
 *
 * @see {@link https://keras.io/api/layers/preprocessing_layers/image_augmentation/random_perspective/ | keras.layers.RandomPerspective};
 *   differs from it in that boxes come back in their own format
 * @example
 * new RandomPerspective({ scale: 0.5 })(ones([1, 4, 4, 3])).shape; // [1, 4, 4, 3]
 */
export class RandomPerspective extends /* @__PURE__ */ define(
  "keras.layers.RandomPerspective",
  {
    /** Range of the probability, within `[0, 1]`. */
    factor: /* @__PURE__ */ range(0, 1)(1),
    /** Twice the share by which corners move at most, either way. */
    scale: /* @__PURE__ */ fraction(1),
    /** How values between pixels are found; masks take the nearest. */
    interpolation: /* @__PURE__ */ interpolation("bilinear"),
    /** The value beyond the edges. */
    fillValue: /* @__PURE__ */ number(0),
    ...randomOptions,
  },
  BaseImageLayer<View | null>,
) {
  readonly generator: SeedGenerator = new SeedGenerator({ seed: this.seed });

  override choose(shape: readonly number[], training: boolean): View | null {
    if (!training) return null;
    const batch = shape[0]!;
    const seed = this.generator;
    const [minval, maxval] = this.factor;
    const limit = random.uniform([batch], { minval, maxval, seed });
    const seen = less(random.uniform([batch], { seed }), limit);
    const half = this.scale / 2;
    const shares = random.uniform([batch, 4, 2], { minval: -half, maxval: half, seed });
    return { seen, shares, size: this.sizeOf(shape) };
  }

  override transformImages(images: Tensor, view: View | null): Tensor {
    return view ? this.#seen(images, view, this.interpolation) : images;
  }
  override transformMasks(masks: Tensor, view: View | null): Tensor {
    return view ? this.#seen(masks, view, "nearest") : masks;
  }
  #seen(images: Tensor, view: View, by: "nearest" | "bilinear"): Tensor {
    const { fillValue, dataFormat } = this;
    const moved = image.affineTransform(images, maps(view, "back"), {
      interpolation: by,
      fillMode: "constant",
      fillValue,
      dataFormat,
    });
    return where(reshape(view.seen, [-1, 1, 1, 1]), moved, images);
  }

  override transformBoxes(boxes: Boxes, view: View | null, shape: readonly number[]): Boxes {
    if (view === null) return boxes;
    const size = this.sizeOf(shape);
    const [a0, a1, a2, b0, b1, b2, c0, c1] = split(expandDims(maps(view, "forth"), 1), 8, {
      axis: -1,
    }) as readonly Tensor[];
    const seen = reshape(cast(view.seen, "bool"), [-1, 1, 1]);
    const place = (u: Tensor, v: Tensor): readonly [Tensor, Tensor] => {
      const k = add(add(multiply(u, c0!), multiply(v, c1!)), 1);
      return [divide(weighted([a0!, a1!, a2!], u, v), k), divide(weighted([b0!, b1!, b2!], u, v), k)];
    };
    return movedBoxes(boxes, this.boundingBoxFormat!, [size, size], (edges) => {
      const moved = around(edges, place);
      const [left, top, right, bottom] = edges;
      return [where(seen, moved[0], left), where(seen, moved[1], top), where(seen, moved[2], right), where(seen, moved[3], bottom)]; // biome-ignore format: one line
    });
  }
}

/** Where each place of the input goes, or where each place of the output comes from: `[batch, 8]`. */
function maps({ shares, size: [height, width] }: View, way: "forth" | "back"): Tensor {
  const start: Corners = [[0, 0], [width - 1, 0], [0, height - 1], [width - 1, height - 1]]; // biome-ignore format: corners
  const batch = shares.shape[0]!;
  return hostWork([shares], [batch, 8], "float32", (by) =>
    Float32Array.from(
      Array.from({ length: batch }, (_, i) => {
        const end = start.map(
          ([x, y], j) => [x * (1 + by![i * 8 + j * 2]!), y * (1 + by![i * 8 + j * 2 + 1]!)] as const,
        );
        return way === "forth" ? homography(start, end) : homography(end, start);
      }).flat(),
    ),
  );
}
