import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Picture } from "./picture.ts";

const make = () =>
  new Picture({
    title: 'A & <b> "c"',
    description: "two <i>",
    width: 39.5,
    height: 20,
    content: '<rect x="10" y="5" width="10" height="10" fill="#ff0000"/>',
  });

describe("Picture", () => {
  it("has an SVG document with a background, a name and a description", () => {
    expect(make().toSVG()).toBe(
      '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20" viewBox="0 0 40 20" ' +
        'font-family="DejaVu Sans, Bitstream Vera Sans, Verdana, Geneva, sans-serif" role="img" ' +
        'aria-label="A &amp; &lt;b&gt; &quot;c&quot;"><title>A &amp; &lt;b&gt; &quot;c&quot;</title>' +
        '<desc>two &lt;i&gt;</desc><rect width="40" height="20" fill="#ffffff"/>' +
        '<rect x="10" y="5" width="10" height="10" fill="#ff0000"/></svg>',
    );
  });

  it("has a PNG of twice its size, or of another scale", async () => {
    expect(sizeOf(await make().toPNG())).toEqual([80, 40]);
    expect(sizeOf(await make().toPNG({ scale: 1 }))).toEqual([40, 20]);
    expect(sizeOf(await make().toPNG({ scale: 0.5 }))).toEqual([20, 10]);
  });

  it("draws text in its PNG without any font of the system", async () => {
    const words = '<text x="2" y="15" font-size="14" fill="#000">Text</text>';
    const blank = new Picture({ title: "", description: "", width: 40, height: 20, content: "" });
    const written = new Picture({ title: "", description: "", width: 40, height: 20, content: words });
    expect((await written.toPNG()).length).toBeGreaterThan((await blank.toPNG()).length + 200);
  });

  it("refuses a scale out of bounds and unknown options", async () => {
    await expect(make().toPNG({ scale: 0 })).rejects.toThrow(
      "Cannot make a PNG: `scale` must be a number in (0, 16], received 0",
    );
    await expect(make().toPNG({ dpi: 200 } as object)).rejects.toThrow(
      'Cannot make a PNG: options must be among `scale`, `signal`, received "dpi"',
    );
  });

  it("refuses rasters that no memory would hold", async () => {
    const wide = new Picture({ title: "", description: "", width: 10_000, height: 10_000, content: "" });
    await expect(wide.toPNG()).rejects.toThrow(
      'Cannot make a PNG: it must have at most 268435456 pixels, received "20000×20000"\n' +
        "Choose a smaller scale, or save as .svg.",
    );
  });

  it("has a page that needs nothing else", () => {
    const page = make().toHTML();
    expect(page).toMatch(/^<!doctype html>/);
    expect(page).toContain("<title>A &amp; &lt;b&gt; &quot;c&quot;</title>");
    expect(page).toContain(make().toSVG());
    expect(page).not.toContain("<script");
    expect(page.replaceAll("http://www.w3.org/2000/svg", "")).not.toMatch(/https?:/);
  });

  it("shows itself in notebooks and in messages", () => {
    const bundle = make()[Symbol.for("Jupyter.display") as keyof Picture] as unknown as () => Record<string, string>; // a symbol that TypeScript cannot follow
    expect(bundle.call(make())["image/svg+xml"]).toBe(make().toSVG());
    expect(String(make())).toBe('Picture "A & <b> "c"" 40×20');
  });

  it("is an element only where there is a page", () => {
    expect(() => make().toElement()).toThrow(
      "Cannot make an element of a picture: there must be a page\nUse toSVG() or toHTML().",
    );
  });
});

describe("Picture.save", () => {
  let folder = "";
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "viz-"));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it("writes what the ending says, makes folders, and tells the path", async () => {
    const path = join(folder, "runs/a/picture.svg");
    expect(await make().save(path)).toBe(path);
    expect(await readFile(path, "utf8")).toBe(make().toSVG());
    await make().save(pathToFileURL(join(folder, "b.PNG")), { scale: 3 });
    expect(sizeOf(await readFile(join(folder, "b.PNG")))).toEqual([120, 60]);
    await make().save(join(folder, "c.html"));
    expect(await readFile(join(folder, "c.html"), "utf8")).toBe(make().toHTML());
  });

  it("leaves the old file and no draft when it is aborted", async () => {
    const path = join(folder, "kept/old.svg");
    await make().save(path);
    await writeFile(path, "old");
    await expect(make().save(path, { signal: AbortSignal.abort(new Error("enough")) })).rejects.toThrow("enough");
    const controller = new AbortController();
    const saving = make().save(path, { signal: controller.signal });
    controller.abort();
    await expect(saving).rejects.toThrow("aborted");
    expect(await readdir(join(folder, "kept"))).toEqual(["old.svg"]);
    expect(await readFile(path, "utf8")).toBe("old");
  });

  it("refuses other endings and options", async () => {
    const expected = "Cannot save picture: the path must end in .svg, .png or .html, received ";
    await expect(make().save("a.jpg")).rejects.toThrow(`${expected}"a.jpg"`);
    await expect(make().save("svg")).rejects.toThrow(`${expected}"svg"`);
    await expect(make().save(new URL("file:///tmp/x.pdf"))).rejects.toThrow(`${expected}"file:///tmp/x.pdf"`);
    await expect(make().save("a.svg", { zoom: 1 } as object)).rejects.toThrow(
      'Cannot save picture: options must be among `scale`, `signal`, received "zoom"',
    );
  });
});

/** Width and height in the header of a PNG file. */
function sizeOf(png: Uint8Array): [number, number] {
  expect([...png.subarray(0, 8)]).toEqual([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const view = new DataView(png.buffer, png.byteOffset);
  return [view.getUint32(16), view.getUint32(20)];
}
