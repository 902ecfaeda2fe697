import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ConfigError } from "@hornbeam/core";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { loadImg, saveImg } from "./image-file.ts";

/** Pictures that Pillow 12.3 wrote, and what it makes of them. */
const pillow = {
  // [[red, green], [blue, (10, 20, 30)]]
  bmp: "Qk1GAAAAAAAAADYAAAAoAAAAAgAAAAIAAAABABgAAAAAABAAAADEDgAAxA4AAAAAAAAAAAAA/wAAHhQKAAAAAP8A/wAAAA==",
  gif: "R0lGODdhAgACAIEAAAD/AAoUHv8AAAAA/ywAAAAAAgACAAAIBwAFABgQICAAOw==",
  // 2 by 3 pixels of (200, 100, 50)
  jpeg: "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAgGBgcGBQgHBwcJCQgKDBQNDAsLDBkSEw8UHRofHh0aHBwgJC4nICIsIxwcKDcpLDAxNDQ0Hyc5PTgyPC4zNDL/2wBDAQkJCQwLDBgNDRgyIRwhMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjL/wAARCAACAAMDASIAAhEBAxEB/8QAHwAAAQUBAQEBAQEAAAAAAAAAAAECAwQFBgcICQoL/8QAtRAAAgEDAwIEAwUFBAQAAAF9AQIDAAQRBRIhMUEGE1FhByJxFDKBkaEII0KxwRVS0fAkM2JyggkKFhcYGRolJicoKSo0NTY3ODk6Q0RFRkdISUpTVFVWV1hZWmNkZWZnaGlqc3R1dnd4eXqDhIWGh4iJipKTlJWWl5iZmqKjpKWmp6ipqrKztLW2t7i5usLDxMXGx8jJytLT1NXW19jZ2uHi4+Tl5ufo6erx8vP09fb3+Pn6/8QAHwEAAwEBAQEBAQEBAQAAAAAAAAECAwQFBgcICQoL/8QAtREAAgECBAQDBAcFBAQAAQJ3AAECAxEEBSExBhJBUQdhcRMiMoEIFEKRobHBCSMzUvAVYnLRChYkNOEl8RcYGRomJygpKjU2Nzg5OkNERUZHSElKU1RVVldYWVpjZGVmZ2hpanN0dXZ3eHl6goOEhYaHiImKkpOUlZaXmJmaoqOkpaanqKmqsrO0tba3uLm6wsPExcbHyMnK0tPU1dbX2Nna4uPk5ebn6Onq8vP09fb3+Pn6/9oADAMBAAIRAxEAPwCOiiivmj7A/9k=",
  // 0, 40, ... 200
  steps: "iVBORw0KGgoAAAANSUhEUgAAAAYAAAABCAAAAADYooAsAAAAD0lEQVR4nGNk0NDQ0NAAAAJmAMrUF4fiAAAAAElFTkSuQmCC",
  // red, and a green that is not seen
  alpha: "iVBORw0KGgoAAAANSUhEUgAAAAIAAAABCAYAAAD0In+KAAAAEUlEQVR4nGP4z8Dwn+E/AwMAD/kC/ngnZtwAAAAASUVORK5CYII=",
};
const fromPillow = (name: keyof typeof pillow) => new Uint8Array(Buffer.from(pillow[name], "base64"));
const steps = async (options: object) =>
  Array.from((await loadImg(fromPillow("steps"), { colorMode: "grayscale", ...options })).data);

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "pictures-"));
});
afterEach(() => rm(folder, { recursive: true }));

describe("loadImg", () => {
  it("reads BMP, GIF and JPEG as Pillow does", async () => {
    const colours = [255, 0, 0, 0, 255, 0, 0, 0, 255, 10, 20, 30];
    for (const name of ["bmp", "gif"] as const) {
      const picture = await loadImg(fromPillow(name));
      expect(picture).toEqual({ mode: "RGB", width: 2, height: 2, data: Uint8Array.from(colours) });
    }
    const flat = await loadImg(fromPillow("jpeg"));
    expect([flat.width, flat.height]).toEqual([3, 2]);
    const expected = [200, 100, 50, 200, 100, 50, 200, 100, 50];
    for (const [i, value] of expected.entries()) expect(Math.abs(flat.data[i]! - value)).toBeLessThanOrEqual(1);
  });

  it("brings pictures to a size as Pillow does", async () => {
    const wanted = {
      nearest: [[0, 80, 120, 200], [0, 40, 40, 80, 80, 120, 160, 200, 200]],
      bilinear: [[15, 71, 129, 185], [0, 20, 47, 73, 100, 127, 153, 180, 200]],
      bicubic: [[12, 68, 132, 188], [0, 16, 47, 73, 100, 127, 153, 184, 203]],
      hamming: [[11, 70, 130, 189], [0, 20, 41, 79, 100, 121, 159, 180, 200]],
      box: [[20, 80, 140, 200], [0, 40, 40, 80, 120, 120, 160, 200, 200]],
      lanczos: [[10, 69, 131, 190], [0, 15, 48, 74, 100, 126, 152, 185, 203]],
    }; // biome-ignore format: a table
    for (const [interpolation, [smaller, larger]] of Object.entries(wanted)) {
      expect(await steps({ targetSize: [2, 4], interpolation })).toEqual([...smaller!, ...smaller!]);
      expect(await steps({ targetSize: [1, 9], interpolation })).toEqual(larger);
    }
  });

  it("keeps proportions if asked, and colours apart that are not seen", async () => {
    const options = { targetSize: [2, 4], interpolation: "bilinear", keepAspectRatio: true };
    expect(await steps(options)).toEqual([70, 90, 110, 130, 70, 90, 110, 130]);
    const alpha = await loadImg(fromPillow("alpha"), {
      colorMode: "rgba",
      targetSize: [1, 3],
      interpolation: "bilinear",
    });
    expect(Array.from(alpha.data)).toEqual([255, 0, 0, 255, 255, 0, 0, 128, 0, 0, 0, 0]);
  });

  it("refuses damaged files of each format, and other sizes and interpolations", async () => {
    const cut = (name: keyof typeof pillow, length: number) => loadImg(fromPillow(name).slice(0, length));
    await expect(cut("bmp", 60)).rejects.toThrow(
      'Cannot load picture: it must be a BMP file that is not damaged, received "too few pixels"',
    );
    await expect(cut("gif", 30)).rejects.toThrow("Cannot load picture: it must be a GIF file that is not damaged");
    await expect(cut("jpeg", 100)).rejects.toThrow("Cannot load picture: it must be a JPEG file that is not damaged");
    await expect(loadImg(Uint8Array.of(1, 2, 3))).rejects.toThrow(
      "Cannot load picture: it must be a PNG, JPEG, GIF or BMP file, received bytes that begin with [1, 2, 3]",
    );
    await expect(steps({ targetSize: 4 })).rejects.toThrow(
      "Cannot load picture: `targetSize` must be a height and a width, positive integers, received 4",
    );
    await expect(steps({ interpolation: "cubic" })).rejects.toThrow(
      'Cannot load picture: `interpolation` must be one of nearest, bilinear, bicubic, hamming, box, lanczos, received "cubic"',
    );
  });
});

describe("damaged files", () => {
  it.each(["bmp", "gif", "jpeg", "alpha"] as const)("are read, or refused with a ConfigError: %s", async (name) => {
    const whole = fromPillow(name);
    let [state, refused] = [12345, 0];
    const below = (count: number): number => {
      state = (Math.imul(state, 1103515245) + 12345) >>> 0;
      return Math.floor((state / 2 ** 32) * count);
    };
    for (let round = 0; round < 250; round++) {
      const bytes = round % 3 === 0 ? whole.slice(0, below(whole.length)) : Uint8Array.from(whole);
      for (let i = 0; i < 3 && round % 3 > 0; i++) bytes[4 + below(bytes.length - 4)] = below(256);
      try {
        const { width, height, data } = await loadImg(bytes);
        expect(data.length).toBe(width * height * 3);
      } catch (error) {
        expect(error).toBeInstanceOf(ConfigError);
        refused++;
      }
    }
    expect(refused).toBeGreaterThan(50);
  });
});

describe("saveImg", () => {
  it("writes JPEG files, without alpha", async () => {
    const warn = vi.spyOn(console, "warn").mockReturnValue();
    const pixel = [180, 90, 60, 30];
    const path = join(folder, "a.jpg");
    await saveImg(path, Array(8).fill(Array(8).fill(pixel)), { scale: false });
    const { mode, data } = await loadImg(path);
    expect(mode).toBe("RGB");
    for (let i = 0; i < 3; i++) expect(Math.abs(data[i]! - pixel[i]!)).toBeLessThanOrEqual(3);
    expect(warn).toHaveBeenCalledOnce();
    warn.mockRestore();
    await expect(saveImg(join(folder, "b.jpg"), [[[300]]], { scale: false })).rejects.toThrow(
      "Cannot save a picture: grey values must be in [0, 255] for JPEG, received 300",
    );
  });
});
