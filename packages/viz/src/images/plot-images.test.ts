import { inflateSync } from "node:zlib";
import { NDArray } from "@hornbeam/core";
import { describe, expect, it } from "vitest";
import { plotImages } from "./plot-images.ts";

const texts = (svg: string) => [...svg.matchAll(/<text[^>]*>([^<]*)/g)].map((match) => match[1]);

/** The bitmaps of a picture: their place, and their pixels as the PNG files in it have them. */
function bitmaps(svg: string) {
  return [...svg.matchAll(/<image ([^>]*)href="data:image\/png;base64,([^"]*)"/g)].map(([, attributes, base64]) => {
    const png = Buffer.from(base64!, "base64");
    const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
    const channels = png[25] === 0 ? 1 : 3;
    const rows = inflateSync(png.subarray(41, 41 + png.readUInt32BE(33)));
    const pixels: number[][] = [];
    for (let y = 0; y < height; y++) {
      expect(rows[y * (width * channels + 1)]).toBe(0);
      pixels.push([...rows.subarray(y * (width * channels + 1) + 1, (y + 1) * (width * channels + 1))]);
    }
    return { attributes: attributes!, pixels, channels };
  });
}

/** The width of a PNG file of RGBA pixels, and their red: undoes the five filters of rows. */
function decode(png: Buffer) {
  const width = png.readUInt32BE(16);
  expect([png[24], png[25]]).toEqual([8, 6]);
  const parts: Buffer[] = [];
  for (let at = 8; at < png.length; at += png.readUInt32BE(at) + 12) {
    if (png.toString("latin1", at + 4, at + 8) === "IDAT")
      parts.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)));
  }
  const rows = inflateSync(Buffer.concat(parts));
  const stride = width * 4;
  const out = new Uint8Array((rows.length / (stride + 1)) * stride);
  for (let y = 0; y * (stride + 1) < rows.length; y++) {
    for (let i = 0; i < stride; i++) {
      const left = i < 4 ? 0 : out[y * stride + i - 4]!;
      const up = y === 0 ? 0 : out[(y - 1) * stride + i]!;
      const corner = i < 4 || y === 0 ? 0 : out[(y - 1) * stride + i - 4]!;
      const [toLeft, toUp, toCorner] = [up - corner, left - corner, left + up - 2 * corner].map(Math.abs);
      const paeth = toLeft! <= toUp! && toLeft! <= toCorner! ? left : toUp! <= toCorner! ? up : corner;
      const guess = [0, left, up, (left + up) >> 1, paeth][rows[y * (stride + 1)]!]!;
      out[y * stride + i] = rows[y * (stride + 1) + 1 + i]! + guess;
    }
  }
  return { width, red: (x: number, y: number) => out[y * stride + x * 4]! };
}

describe("plotImages", () => {
  it("keeps bytes as they are", () => {
    const images = new NDArray(Uint8Array.of(0, 51, 102, 255, 1, 2, 3, 4), [2, 2, 2], "uint8");
    const [first, second] = bitmaps(plotImages(images).toSVG());
    expect(first).toMatchObject({
      channels: 1,
      pixels: [
        [0, 51],
        [102, 255],
      ],
    });
    expect(second).toMatchObject({
      pixels: [
        [1, 2],
        [3, 4],
      ],
    });
  });

  it("takes floats of [0, 1] and stretches others from the least to the greatest", () => {
    expect(
      bitmaps(
        plotImages([
          [
            [0, 0.2],
            [0.4, 0.6],
          ],
        ]).toSVG(),
      )[0]!.pixels,
    ).toEqual([
      [0, 51],
      [102, 153],
    ]);
    expect(
      bitmaps(
        plotImages([
          [
            [-1, 0],
            [1, 3],
          ],
        ]).toSVG(),
      )[0]!.pixels,
    ).toEqual([
      [0, 64],
      [128, 255],
    ]);
    expect(
      bitmaps(
        plotImages([
          [
            [0, 2],
            [128, 255],
          ],
        ]).toSVG(),
      )[0]!.pixels,
    ).toEqual([
      [0, 2],
      [128, 255],
    ]);
    const ranged = plotImages(
      [
        [
          [-1, 0],
          [1, 3],
        ],
      ],
      { range: [0, 2] },
    ).toSVG();
    expect(bitmaps(ranged)[0]!.pixels).toEqual([
      [0, 0],
      [128, 255],
    ]);
    expect(bitmaps(plotImages([[[5]]]).toSVG())[0]!.pixels).toEqual([[5]]);
    expect(bitmaps(plotImages([[[-5]]]).toSVG())[0]!.pixels).toEqual([[128]]);
  });

  it("draws RGB, and an axis of one channel as grey", () => {
    const rgb = new NDArray(Uint8Array.of(255, 0, 0, 0, 0, 255), [1, 1, 2, 3], "uint8");
    expect(bitmaps(plotImages(rgb).toSVG())[0]).toMatchObject({ channels: 3, pixels: [[255, 0, 0, 0, 0, 255]] });
    const grey = new NDArray(Float32Array.of(0, 1), [1, 1, 2, 1], "float32");
    expect(bitmaps(plotImages(grey).toSVG())[0]).toMatchObject({ channels: 1, pixels: [[0, 255]] });
  });

  it("shows NaN in purple", () => {
    const [bitmap] = bitmaps(plotImages([[[Number.NaN, 1]]]).toSVG());
    expect(bitmap).toMatchObject({ channels: 3, pixels: [[214, 41, 176, 255, 255, 255]] });
  });

  it("magnifies by whole numbers, with sharp pixels, on a grid", () => {
    const images = NDArray.zeros([9, 28, 28], "uint8");
    const svg = plotImages(images).toSVG();
    const places = bitmaps(svg).map(({ attributes }) =>
      /x="([\d.]+)" y="([\d.]+)" width="112" height="112"/.exec(attributes)!.slice(1),
    );
    // 24 of margin, then 112 and a gap of 14
    expect(places.slice(0, 4)).toEqual([
      ["24", "24"],
      ["150", "24"],
      ["276", "24"],
      ["24", "150"],
    ]);
    expect(svg).toContain('class="hornbeam-pixels" image-rendering="optimizeSpeed"');
    const large = plotImages(NDArray.zeros([1, 500, 1000], "uint8")).toSVG();
    expect(large).toContain('width="224" height="112" preserveAspectRatio="none" href');
  });

  it("draws sharp pixels in PNG", async () => {
    const { width, red } = decode(Buffer.from(await plotImages([[[0, 1]]], { size: 20 }).toPNG({ scale: 1 })));
    expect(width).toBe(68); // 20 and twice the margin
    const row = Array.from({ length: 20 }, (_, x) => red(24 + x, 29));
    expect(row).toEqual([...new Array(10).fill(0), ...new Array(10).fill(255)]);
  });

  it("writes labels, and predictions green where right and red where wrong", () => {
    const images = NDArray.zeros([3, 4, 4]);
    const labels = new NDArray(Uint8Array.of(7, 2, 1), [3], "uint8");
    expect(texts(plotImages(images, { labels }).toSVG())).toEqual(["7", "2", "1"]);
    const svg = plotImages(images, { labels, predictions: [7, 3, 1] }).toSVG();
    expect(texts(svg)).toEqual(["2 of 3 correct", "7", "3 (true 2)", "1"]);
    expect(svg).toMatch(/fill="#15803d">7</);
    expect(svg).toMatch(/fill="#c81e1e">3 \(true 2\)</);
    expect(svg.match(/stroke="#c81e1e"/g)).toHaveLength(1);
  });

  it("takes one-hot rows, probabilities, columns and names", () => {
    const images = NDArray.zeros([2, 4, 4]);
    const options = {
      labels: [
        [0, 1],
        [1, 0],
      ],
      predictions: [
        [0.2, 0.8],
        [0.4, 0.6],
      ],
      classNames: ["cat", "<dog>"],
    };
    expect(texts(plotImages(images, options).toSVG())).toEqual([
      "1 of 2 correct",
      "&lt;dog&gt;",
      "&lt;dog&gt; (true cat)",
    ]);
    expect(texts(plotImages(images, { labels: [[3], [4]] }).toSVG())).toEqual(["3", "4"]);
    expect(texts(plotImages(images, { labels: ["a", "b"], predictions: ["a", "c"] }).toSVG())).toEqual([
      "1 of 2 correct",
      "a",
      "c (true b)",
    ]);
    const big = new NDArray(BigInt64Array.of(3n, 4n), [2], "int64");
    expect(texts(plotImages(images, { predictions: big }).toSVG())).toEqual(["3", "4"]);
  });

  it("breaks long captions and cuts very long ones", () => {
    const svg = plotImages(NDArray.zeros([1, 4, 4]), { labels: ["w".repeat(60)], predictions: ["Ankle boot"] }).toSVG();
    const [, first, second] = texts(svg);
    expect(first).toBe("Ankle boot");
    expect(second).toMatch(/^\(true w+…$/);
    expect(svg).toContain(`<title>(true ${"w".repeat(60)})</title>`);
  });

  it("refuses what is no set of images", () => {
    const expected = "images must have shape [n, height, width], with an axis of 1 or 3 channels at most after it";
    expect(() => plotImages([[0, 1]])).toThrow(
      `Cannot plot images: ${expected}, received shape [1, 2]\nPut one image in a list: plotImages([image]).`,
    );
    expect(() => plotImages(NDArray.zeros([2, 4, 4, 2]))).toThrow(`${expected}, received shape [2, 4, 4, 2]`);
    expect(() => plotImages(NDArray.zeros([0, 4, 4]))).toThrow(`${expected}, received shape [0, 4, 4]`);
    expect(() => plotImages(3)).toThrow(
      "Cannot plot images: images must be an NDArray or nested lists of numbers, received 3",
    );
    expect(() => plotImages(["a"])).toThrow("images must be an NDArray or nested lists of numbers, received");
  });

  it("refuses options that do not fit", () => {
    const images = NDArray.zeros([2, 4, 4]);
    const refuses = (options: object, message: string) => expect(() => plotImages(images, options)).toThrow(message);
    refuses(
      { labels: [1, 2, 3] },
      "Cannot plot images: `labels` must have one class or one row of scores for each of 2 images, received shape [3]",
    );
    refuses(
      { range: [1, 0] },
      "Cannot plot images: `range` must be two numbers [low, high] with low < high, received [1, 0]",
    );
    refuses({ classNames: [1] }, "Cannot plot images: `classNames` must be a list of strings, received [1]");
    refuses({ lables: [1] }, 'received "lables"');
  });
});
