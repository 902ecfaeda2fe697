import { createHash } from "node:crypto";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { cifar10From } from "../cifar10/load-data.ts";
import { cifar100From } from "../cifar100/load-data.ts";

let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "datasets-"));
  vi.stubEnv("KERAS_HOME", home);
  vi.stubGlobal("fetch", () => expect.unreachable("the file is there"));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
  await rm(home, { recursive: true });
});

/** A file where downloads are kept, as the source of a loader. */
async function cached(name: string, base64: string): Promise<{ origin: string; fileHash: string }> {
  const bytes = Buffer.from(base64, "base64");
  await mkdir(join(home, "datasets"), { recursive: true });
  await writeFile(join(home, "datasets", name), bytes);
  return { origin: `https://example.org/${name}`, fileHash: createHash("sha256").update(bytes).digest("hex") };
}

// by Python: batches of one picture each, whose planes are 10 i, 10 i + 1 and 10 i + 2 throughout, of label i
const ten =
  "H4sIAC8QA2sC/+3XXW/SUByA8ZaxqQXft/m+oVdoAlLo2HewkYtecWNIKTWQMMa/PSSSaOKNm/vUelpmYkwwRBZJdp7fBT30nJ5DAhc80ehjmNTcRq0fqmgYp7Xp/O0gVGEvf99zrSvQ0Nqel1+1P69tr338a7y477aOWm2r0rD+g1mqwkQfb5npa+GLWNWoF50O4ih14kk2cMTuFvVk9kOQQndHD8ehGk1c2TqTYiDb0WR2Mp3X9VNJXD+ZjdUoTJJw7vSSODqdpCqZRcqRncUyZzJYzMoN3/omN4d219Y79uXWUG/nBFI6l3Igt6u+7dvvrfKZ3Ll8cKDmU/1h7nYL2Rflyr2L7+dyP5AHVX8r3+OzPOx0Ou9+aPmLbynZ7V/oE6yyBcBgNgBjFQAYS/aywNgP5JGSx30dBYuQ6cfjVJ5kU08DefZBnvtWqCdLWZPk0ZsvkRfZioNADi975ZNUsjsvA3k1q1+b/0jR3/u/ubH+P6b/6f/1+t8BYKwSAGOVARhr5f636f8l/d/aVP97Dfqf/l+v/3cBGGsPgLH2ARhr5f4v0P9L+t/bWP+79D/9v17/HwAw1iEAY1UAGGvl/t+i/5f0/9HG+r9J/9P/6/V/FYCxXgMw1hsAxlq5/4v0/+/9r+JULfr/as74h/5vtT36n/5fr/+bAIzVAmAsD4CxVu7/bXP7HwAAAAAAAAAAXD8/AaZHbS4AeAAA";
// train: planes of 0, 1 and 2, fine label 90, coarse label 0; test: planes of 1, 2 and 3, labels 91 and 1
const hundred =
  "H4sIAC8QA2sC/+3XSU/CQBQH8GnBrYD7vnLkArYG63ewkUNPREPIdFpCk1J40+mhiSZeBPnUOgX1oBcX4oG+36Ez6byZadLL+zO/Q3nV0PXqIBHdfnguOPVDMlO6ZNbrk1H6PJp18+J9Pn1vGFeGSco6+QdxJCiX15NselQfgFRYm/Vdj0WaF6YTDZRmXi66VFBQm4tyGlDhhwbkhpC3YYGFcW+Q1OQu7tV6cSB8yjlNtDb3WD+MBI+Z0GBxWqaF7nQVlizyBMtdpanIEx1Y6crjNBsKIyjaUKpYiqXckOIQVt82uiIZyI9Za6rpjzJgffw8gg0bNitWbnLGPWw1Go3rF2nysIiAbWcsbyBFghDKMAUhlFkqQiizYCcNGLs27AnYd2QoKMimoOOHXjugjhdEcJCuH9pw1IJj65bKipKsYH3Ko4+ak7Tm1IazFpQtQuPafPVI7Ev+9yIx4zt+kf8vTR3zP+b/v+V/7IAQwv4fIZQ9OYRQZv0s/999I/8rc5f/EUIIIZQ9r/uwnBIAKAAA";

describe("cifar10From", () => {
  it("puts batches together, and the colours of a pixel side by side", async () => {
    const [[xTrain, yTrain], [xTest, yTest]] = await cifar10From(await cached("cifar-10-python.tar.gz", ten), {});
    expect([xTrain.shape, xTest.shape]).toEqual([[5, 32, 32, 3], [1, 32, 32, 3]]); // biome-ignore format: shapes
    expect(yTrain.toArray()).toEqual([[0], [1], [2], [3], [4]]);
    expect([yTest.toArray(), yTest.dtype]).toEqual([[[5]], "uint8"]);
    expect(xTrain.at(2).at(31).at(0).toArray()).toEqual([20, 21, 22]);
    expect(xTest.at(0).at(0).at(31).toArray()).toEqual([50, 51, 52]);
  });

  it("says what an archive lacks, and refuses options that it does not have", async () => {
    const source = await cached("cifar-10-python.tar.gz", hundred);
    await expect(cifar10From(source, {})).rejects.toThrow(
      "Cannot load CIFAR-10: cifar-10-python.tar.gz must hold cifar-10-batches-py/data_batch_1, received " +
        '["cifar-100-python/train", "cifar-100-python/test"]',
    );
    await expect(cifar10From(source, { path: "x" } as never)).rejects.toThrow(
      "Cannot load CIFAR-10: unknown option `path`\nKnown options: signal, onProgress.",
    );
  });
});

describe("cifar100From", () => {
  it("has labels of two kinds", async () => {
    const source = await cached("cifar-100-python.tar.gz", hundred);
    const [[xTrain, fine], [, fineTest]] = await cifar100From(source, {});
    expect(xTrain.at(0).at(0).at(0).toArray()).toEqual([0, 1, 2]);
    expect([fine.toArray(), fineTest.toArray()]).toEqual([[[90n]], [[91n]]]);
    const [[, coarse]] = await cifar100From(source, { labelMode: "coarse" });
    expect([coarse.toArray(), coarse.dtype]).toEqual([[[0n]], "int64"]);
    await expect(cifar100From(source, { labelMode: "all" as never })).rejects.toThrow(
      'Cannot load CIFAR-100: `labelMode` must be "fine" or "coarse", received "all"',
    );
  });
});
