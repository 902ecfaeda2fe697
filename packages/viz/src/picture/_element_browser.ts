import { refusal, StateError } from "@hornbeam/core";

/** An SVG document as an element that belongs to the current page. */
export function parseSVG(svg: string): SVGSVGElement {
  if (typeof document === "undefined") {
    const expected = "there must be a page";
    throw refusal(StateError, { action: "make an element of a picture", expected, hint: "Use toSVG() or toHTML()." });
  }
  const parsed = new DOMParser().parseFromString(svg, "image/svg+xml").documentElement;
  return document.importNode(parsed, true) as Element as SVGSVGElement;
}

/** Has the browser save bytes as a file. */
export function download(name: string, content: BlobPart, type: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([content], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000); // the download may start late
}
