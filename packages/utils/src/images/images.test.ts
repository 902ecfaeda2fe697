import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { loadImg, saveImg } from "./image-file.ts";
import { arrayToImg, imgToArray } from "./picture.ts";

/** Pictures that Pillow 12.3 wrote, and what it makes of them. */
const pillow = {
  // [[red, green], [blue, (10, 20, 30)]]
  colours:
    "iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAFklEQVR42mP4z8DA8J+BgYHhP5eIHAAaWAM6gDzjZAAAAABJRU5ErkJggg==",
  palette:
    "iVBORw0KGgoAAAANSUhEUgAAAAIAAAACAgMAAAAP2OW3AAAADFBMVEUA/wAKFB7/AAAAAP+8KrKhAAAADElEQVR42mNoYLgAAAJUAVFf24JNAAAAAElFTkSuQmCC",
  bits: "iVBORw0KGgoAAAANSUhEUgAAAAMAAAACAQAAAAC1D1u3AAAADElEQVR42mNIYFIAAAFIAIMMtY70AAAAAElFTkSuQmCC", // [[0, 1, 1], [1, 0, 0]]
  greyAndAlpha: "iVBORw0KGgoAAAANSUhEUgAAAAIAAAABCAQAAABeK7cBAAAADUlEQVR42mNgT+H8DwACXgF0ktuM0wAAAABJRU5ErkJggg==", // [[(7, 100), (9, 255)]]
  deepGrey: "iVBORw0KGgoAAAANSUhEUgAAAAIAAAACEAAAAAAHTY67AAAAEklEQVR42mNgYGDUYfj/n5EBAAgUAi1Yu7EpAAAAAElFTkSuQmCC", // [[0, 300], [65535, 256]]
};
const fromPillow = (name: keyof typeof pillow) => new Uint8Array(Buffer.from(pillow[name], "base64"));
const pixelsOf = async (name: keyof typeof pillow, colorMode: "grayscale" | "rgb" | "rgba") =>
  Array.from((await loadImg(fromPillow(name), { colorMode })).data);

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "pictures-"));
});
afterEach(() => rm(folder, { recursive: true }));

describe("arrayToImg", () => {
  it("stretches values from 0 to 255, and cuts fractions off", () => {
    const picture = arrayToImg([[[-1], [0], [1]], [[2], [3], [4]]]); // biome-ignore format: rows
    expect(picture).toEqual({ mode: "L", width: 3, height: 2, data: Uint8Array.of(0, 51, 102, 153, 204, 255) });
    expect(Array.from(arrayToImg([[[5], [5]]]).data)).toEqual([0, 0]);
  });

  it("takes channels first, and alpha", () => {
    const picture = arrayToImg([[[1, 2]], [[3, 4]], [[5, 6]], [[7, 8]]], {
      dataFormat: "channels_first",
      scale: false,
    });
    expect(picture).toEqual({ mode: "RGBA", width: 2, height: 1, data: Uint8Array.of(1, 3, 5, 7, 2, 4, 6, 8) });
  });

  it("keeps deep grey values, and the last bits of colours", () => {
    expect(arrayToImg([[[256], [70_000]]], { scale: false })).toEqual({ mode: "I", width: 2, height: 1, data: Int32Array.of(256, 70_000) }); // biome-ignore format: one line
    expect(Array.from(arrayToImg([[[256, 257, 1]]], { scale: false }).data)).toEqual([0, 1, 1]);
  });

  it("refuses other ranks and numbers of channels", () => {
    expect(() => arrayToImg([[1, 2]])).toThrow(
      "Cannot make a picture of an array: the array must have rank 3: [height, width, channels], received shape [1, 2]",
    );
    expect(() => arrayToImg([[[1, 2]]])).toThrow(
      "Cannot make a picture of an array: it must have pixels of 1, 3 or 4 channels, received shape [1, 1, 2]",
    );
  });
});

describe("imgToArray", () => {
  it("gives rows, columns and channels", () => {
    const picture = { width: 2, height: 1, data: Uint8ClampedArray.of(1, 2, 3, 4, 5, 6, 7, 8) }; // as a canvas gives it
    expect(imgToArray(picture).toArray()).toEqual([[[1, 2, 3, 4], [5, 6, 7, 8]]]); // biome-ignore format: a row
    expect(imgToArray(picture, { dataFormat: "channels_first" }).shape).toEqual([4, 1, 2]);
    expect(imgToArray(picture, { dtype: "uint8" }).dtype).toBe("uint8");
  });

  it("refuses what is no picture", () => {
    expect(() => imgToArray({ width: 2, height: 2, data: [1, 2, 3] })).toThrow(
      "Cannot make an array of a picture: it must have `data` for each of `width` times `height` pixels, received { width: 2, height: 2, values: 3 }",
    );
  });
});

describe("loadImg", () => {
  const colours = [255, 0, 0, 0, 255, 0, 0, 0, 255, 10, 20, 30];

  it("reads what Pillow wrote", async () => {
    expect(await loadImg(fromPillow("colours"))).toEqual({ mode: "RGB", width: 2, height: 2, data: Uint8Array.from(colours) }); // biome-ignore format: one line
    expect(await pixelsOf("palette", "rgb")).toEqual(colours);
    expect(await pixelsOf("colours", "grayscale")).toEqual([76, 150, 29, 18]);
    expect(await pixelsOf("bits", "grayscale")).toEqual([0, 255, 255, 255, 0, 0]);
    expect(await pixelsOf("greyAndAlpha", "rgba")).toEqual([7, 7, 7, 100, 9, 9, 9, 255]);
    expect(await pixelsOf("greyAndAlpha", "rgb")).toEqual([7, 7, 7, 9, 9, 9]);
    expect((await pixelsOf("colours", "rgba")).slice(0, 4)).toEqual([255, 0, 0, 255]);
  });

  it("keeps deep grey values if asked for grey", async () => {
    const deep = await loadImg(fromPillow("deepGrey"), { colorMode: "grayscale" });
    expect(deep).toEqual({ mode: "I", width: 2, height: 2, data: Int32Array.of(0, 300, 65_535, 256) });
  });

  it("refuses other files, damaged ones, and those that are not there", async () => {
    await expect(loadImg(fromPillow("colours").slice(0, 50))).rejects.toThrow(
      "Cannot load picture: it must be a PNG file that is not damaged, received ",
    );
    const damaged = fromPillow("colours");
    damaged[45]! ^= 1;
    await expect(loadImg(damaged)).rejects.toThrow("it must be a PNG file that is not damaged");
    await expect(loadImg("none.png")).rejects.toThrow('Cannot load picture "none.png": none.png must be readable, received "ENOENT"'); // biome-ignore format: one line
  });
});

describe("saveImg", () => {
  it("writes what loadImg reads", async () => {
    const path = join(folder, "a.PNG");
    const rows = [[[1, 2, 3, 4], [5, 6, 7, 8]]]; // biome-ignore format: a row
    await saveImg(path, rows, { scale: false });
    expect(imgToArray(await loadImg(path, { colorMode: "rgba" })).toArray()).toEqual(rows);
    await saveImg(join(folder, "b"), [[[300], [65_535]]], { scale: false, fileFormat: "png" });
    const deep = await loadImg(join(folder, "b"), { colorMode: "grayscale" });
    expect(Array.from(deep.data)).toEqual([300, 65_535]);
    expect((await readFile(path)).subarray(1, 4).toString()).toBe("PNG");
  });

  it("refuses other formats, and values that PNG cannot hold", async () => {
    await expect(saveImg("a.tif", [[[1]]])).rejects.toThrow(
      'Cannot save a picture: the format of the file must be png or jpeg, received "tif"',
    );
    await expect(saveImg(join(folder, "c.png"), [[[70_000]]], { scale: false })).rejects.toThrow(
      "Cannot save a picture: grey values must be in [0, 65535] for PNG, received 70000",
    );
  });
});
