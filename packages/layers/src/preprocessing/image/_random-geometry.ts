import { define, type MakeOption, number, option, SeedGenerator, type Tensor } from "@hornbeam/core";
import { add, concatenate, full, image, max, min, multiply } from "@hornbeam/ops";
import * as random from "@hornbeam/random";
import { BaseImageLayer } from "./_base-image.ts";
import type { Edges } from "./_boxes.ts";
import { fillMode, interpolation, type Range, randomOptions } from "./_random-image.ts";

/** What maps each place of the output to one of the input: `[batch, 8]`, as `ops.image.affineTransform` takes it. */
export interface Move {
  readonly matrix: Tensor;
}

/** Parent of the layers that move the pixels of images to other places at random, in straight lines. */
export abstract class RandomGeometryLayer<M extends Move> extends /* @__PURE__ */ define(
  "RandomGeometryLayer",
  {
    /** What lies beyond the edges. */
    fillMode: /* @__PURE__ */ fillMode("reflect"),
    /** How values between pixels are found; masks take the nearest. */
    interpolation: /* @__PURE__ */ interpolation("bilinear"),
    ...randomOptions,
    /** The value beyond the edges with `fillMode: "constant"`. */
    fillValue: /* @__PURE__ */ number(0),
  },
  BaseImageLayer<Move | null>,
) {
  readonly generator: SeedGenerator = new SeedGenerator({ seed: this.seed });

  /** The move of each image of a batch of a shape. */
  protected abstract draw(shape: readonly number[]): M;

  override choose(shape: readonly number[], training: boolean): M | null {
    return training ? this.draw(shape) : null;
  }
  override transformImages(images: Tensor, move: M | null): Tensor {
    return move ? this.#moved(images, move, this.interpolation) : images;
  }
  override transformMasks(masks: Tensor, move: M | null): Tensor {
    return move ? this.#moved(masks, move, "nearest") : masks;
  }
  #moved(images: Tensor, { matrix }: Move, by: "nearest" | "bilinear"): Tensor {
    const { fillMode, fillValue, dataFormat } = this;
    return image.affineTransform(images, matrix, { interpolation: by, fillMode, fillValue, dataFormat });
  }
  /** One number for each image, evenly spread over a range: `[batch, 1]`. */
  protected drawn([batch]: readonly number[], [minval, maxval]: Range): Tensor {
    return random.uniform([batch!, 1], { minval, maxval, seed: this.generator });
  }
}

/** Rows of eight numbers, each the same for all images or one column. */
export function matrixOf(batch: number, parts: readonly (Tensor | number)[]): Tensor {
  const columns = parts.map((part) => (typeof part === "number" ? full([batch, 1], part) : part));
  return concatenate(columns, { axis: 1 });
}

/** `x · a + y · b + c`, for columns of images and boxes of images. */
export function weighted([a, b, c]: readonly [Tensor, Tensor, Tensor], x: Tensor, y: Tensor): Tensor {
  return add(add(multiply(x, a), multiply(y, b)), c);
}

/** The edges of upright boxes around the corners of boxes, each of which comes to lie elsewhere. */
export function around(
  [left, top, right, bottom]: Edges,
  move: (x: Tensor, y: Tensor) => readonly [Tensor, Tensor],
): Edges {
  const corners = [move(left, top), move(right, top), move(right, bottom), move(left, bottom)];
  const [xs, ys] = [0, 1].map((i) => concatenate(corners.map((corner) => corner[i]!), { axis: -1 })) as [Tensor, Tensor]; // biome-ignore format: one line
  const over = { axis: -1, keepdims: true };
  return [min(xs, over), min(ys, over), max(xs, over), max(ys, over)];
}

/** A share of a size: a number for both directions, or a list of two numbers; held as it was given. */
export function shareOf(expects: string, fits: (share: number) => boolean): MakeOption<number | Range> {
  return option<number | Range>(`a number (or a list of two numbers) in the range ${expects}`, (given) => {
    const shares = Array.isArray(given) ? given : [given];
    if (Array.isArray(given) && given.length !== 2) return undefined;
    return shares.every((share) => typeof share === "number" && fits(share)) ? (given as number | Range) : undefined;
  });
}

/** The range that a share stands for. */
export function rangeOf(share: number | Range): Range {
  if (typeof share === "number") return [-Math.abs(share), Math.abs(share)];
  return [Math.min(...share), Math.max(...share)];
}
