import { createHash } from "node:crypto";
import { expect, it } from "vitest";
import { md5 } from "./_md5.ts";

it("gives the digests of the RFC", () => {
  const digest = (text: string) => md5(new TextEncoder().encode(text));
  expect(digest("")).toBe("d41d8cd98f00b204e9800998ecf8427e");
  expect(digest("abc")).toBe("900150983cd24fb0d6963f7d28e17f72");
  expect(digest("message digest")).toBe("f96b697d7cb7938d525a2f31aaf161d0");
});

it("agrees with Node at every length around the ends of blocks", () => {
  for (let length = 0; length <= 200; length++) {
    const bytes = Uint8Array.from({ length }, (_, i) => (i * 89 + length) & 255);
    expect(md5(bytes)).toBe(createHash("md5").update(bytes).digest("hex"));
  }
});
