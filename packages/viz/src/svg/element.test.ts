import { describe, expect, it } from "vitest";
import { coordinate, element, escapeText, polyline } from "./_element.ts";

describe("element", () => {
  it("writes attributes and children, and leaves undefined attributes out", () => {
    expect(element("a", { x: 1.005, y: "2", z: undefined })).toBe('<a x="1" y="2"/>');
    expect(element("g", {}, element("b", {}), "text")).toBe("<g><b/>text</g>");
  });

  it("escapes what XML would read otherwise", () => {
    expect(element("a", { title: `<"&'>` })).toBe(`<a title="&lt;&quot;&amp;'&gt;"/>`);
  });

  it("replaces characters that XML cannot hold", () => {
    expect(escapeText("a\u0000b\u001bc\ud800d\te")).toBe("a\ufffdb\ufffdc\ufffdd\te");
  });
});

describe("coordinate", () => {
  it("keeps two decimals and no minus zero", () => {
    expect([1 / 3, -0.001, 12, -1.239].map(coordinate)).toEqual(["0.33", "0", "12", "-1.24"]);
  });

  it("refuses what is not finite", () => {
    expect(() => polyline([[0, Number.NaN]])).toThrow(
      "Cannot draw a picture: coordinates must be finite, received NaN",
    );
  });

  it("makes path data", () => {
    expect(polyline([])).toBe("");
    expect(
      polyline([
        [0, 1],
        [2.5, 3],
        [4, 5],
      ]),
    ).toBe("M0,1L2.5,3L4,5");
  });
});
