import { OptionReader } from "../_options.ts";
import { element, escapeText } from "../svg/_element.ts";
import { theme } from "../svg/_theme.ts";
import { parseSVG } from "./_element_browser.ts";
import { htmlPage } from "./_page.ts";
import { rasterize } from "./_raster.ts";
import { savePicture } from "./_save.ts";

/** What a picture is made of. */
export interface PictureParts {
  /** Size in pixels, the title line included. */
  readonly width: number;
  readonly height: number;
  /** Name for screen readers and of the page. */
  readonly title: string;
  /** What is to be seen, in a sentence or two, for those who cannot see it. */
  readonly description: string;
  /** SVG elements. */
  readonly content: string;
  /** Brings a drawn picture to life; must not use anything from outside itself but `data`. */
  readonly interaction?: { readonly attach: (svg: SVGSVGElement, data: never) => void; readonly data: unknown };
}

/** Options of {@link Picture.toPNG}. */
export interface RasterOptions {
  /** Pixels of the raster a pixel of the picture, `(0, 16]`; 2 unless given, for sharp text. */
  readonly scale?: number;
  readonly signal?: AbortSignal | undefined;
}

/** Options of {@link Picture.save}. */
export interface SaveOptions extends RasterOptions {}

/**
 * A drawn picture, to be saved as a file or shown in a page or notebook. It has its own white background, and text
 * keeps its place on machines with other fonts.
 *
 * @example
 * const picture = plotHistory({ epoch: [0, 1], history: { loss: [0.5, 0.25] } });
 * picture.toSVG().slice(0, 4); // "<svg"
 */
export class Picture {
  readonly width: number;
  readonly height: number;
  readonly title: string;
  readonly #parts: PictureParts;

  constructor(parts: PictureParts) {
    this.width = Math.ceil(parts.width);
    this.height = Math.ceil(parts.height);
    this.title = parts.title;
    this.#parts = parts;
  }

  /** The picture as an SVG document. */
  toSVG(): string {
    const { width, height, title } = this;
    const { description, content } = this.#parts;
    return element(
      "svg",
      {
        xmlns: "http://www.w3.org/2000/svg",
        width,
        height,
        viewBox: `0 0 ${width} ${height}`,
        "font-family": theme.font,
        role: "img",
        "aria-label": title,
      },
      element("title", {}, escapeText(title)),
      element("desc", {}, escapeText(description)),
      element("rect", { width, height, fill: theme.background }),
      content,
    );
  }

  /**
   * The picture as the bytes of a PNG file, `width · scale` pixels wide. Made by resvg, with its own fonts, in Node,
   * Deno and Bun; by the browser's canvas in a page.
   *
   * @throws {OptionError} when it would have more than 2²⁸ pixels.
   * @throws {StateError} in a worker of a browser, which has neither.
   */
  async toPNG(options: RasterOptions = {}): Promise<Uint8Array<ArrayBuffer>> {
    const reader = new OptionReader("make a PNG", options, ["scale", "signal"]);
    const scale = reader.number("scale", "a number in (0, 16]", (value) => value > 0 && value <= 16) ?? 2;
    options.signal?.throwIfAborted();
    const bytes = await rasterize(this.toSVG(), { width: this.width, height: this.height, scale });
    options.signal?.throwIfAborted();
    return bytes;
  }

  /** The picture as a web page of its own, which needs nothing else. Histories tell their values under the pointer. */
  toHTML(): string {
    const { interaction } = this.#parts;
    return htmlPage({ title: this.title, width: this.width, svg: this.toSVG(), ...(interaction && { interaction }) });
  }

  /**
   * The picture as an element of the current page.
   *
   * @throws {StateError} where there is no page.
   */
  toElement(): SVGSVGElement {
    const { interaction } = this.#parts;
    const svg = parseSVG(this.toSVG());
    interaction?.attach(svg, interaction.data as never);
    return svg;
  }

  /**
   * Writes a file, of the kind that its ending says: `.svg`, `.png` or `.html`. Folders are made, and the file
   * appears only when it is complete. In a page the browser downloads it.
   *
   * @returns where it was written.
   * @throws {OptionError} for another ending.
   */
  async save(path: string | URL, options: SaveOptions = {}): Promise<string> {
    return savePicture(this, path, options);
  }

  /** What notebooks that follow Jupyter's custom (Deno, for one) show for a value. */
  [Symbol.for("Jupyter.display")](): Record<string, string> {
    return { "image/svg+xml": this.toSVG(), "text/plain": String(this) };
  }
  get [Symbol.toStringTag](): string {
    return `Picture "${this.title}" ${this.width}×${this.height}`;
  }
  toString(): string {
    return this[Symbol.toStringTag];
  }
}
