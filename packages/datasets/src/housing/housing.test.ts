import { createHash } from "node:crypto";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { bostonHousingFrom } from "../boston-housing/load-data.ts";
import { californiaHousingFrom } from "../california-housing/load-data.ts";

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

// by NumPy: x = [[0, 1], [2, 3], …, [8, 9]], y = [0, 1, 2, 3, 4]; RandomState(113) shuffles five rows as 1, 0, 3, 2, 4
const five =
  "UEsDBC0AAAAIAAAAIQBgDNXz//////////8FABQAeC5ucHkBABAA0AAAAAAAAABhAAAAAAAAAJvsF+obEMnIUMZQrZ6SWpxcpG6loG6TZqGuo6Cell9UUpSYF59flJIKEndLzClOBYoXZyQWpAL5GqY6CkaaOgq1CmQDLgYU8MEeynCAUBxQWgBKi0BpCSgtA6UVoLSSAwBQSwMELQAAAAgAAAAhAN3G4Wb//////////wUAFAB5Lm5weQEAEACoAAAAAAAAAFIAAAAAAAAAm+wX6hsQychQxlCtnpJanFykbqWgbpNmoa6joJ6WX1RSlJgXn1+UkgoSd0vMKU4FihdnJBakAvkapjqaOgq1ChQALgYU8MEeynCAUBxQWsABAFBLAQItAy0AAAAIAAAAIQBgDNXzYQAAANAAAAAFAAAAAAAAAAAAAACAAQAAAAB4Lm5weVBLAQItAy0AAAAIAAAAIQDdxuFmUgAAAKgAAAAFAAAAAAAAAAAAAACAAZgAAAB5Lm5weVBLBQYAAAAAAgACAGYAAAAhAQAAAAA=";
const noPrices =
  "UEsDBC0AAAAIAAAAIQBgDNXz//////////8FABQAeC5ucHkBABAA0AAAAAAAAABhAAAAAAAAAJvsF+obEMnIUMZQrZ6SWpxcpG6loG6TZqGuo6Cell9UUpSYF59flJIKEndLzClOBYoXZyQWpAL5GqY6CkaaOgq1CmQDLgYU8MEeynCAUBxQWgBKi0BpCSgtA6UVoLSSAwBQSwECLQMtAAAACAAAACEAYAzV82EAAADQAAAABQAAAAAAAAAAAAAAgAEAAAAAeC5ucHlQSwUGAAAAAAEAAQAzAAAAmAAAAAAA";

describe("bostonHousingFrom", () => {
  it("mixes rows as Keras does, and splits them", async () => {
    const source = await cached("boston_housing.npz", five);
    const [[xTrain, yTrain], [xTest, yTest]] = await bostonHousingFrom(source, {});
    expect(xTrain.toArray()).toEqual([[2, 3], [0, 1], [6, 7], [4, 5]]); // biome-ignore format: rows
    expect(yTrain.toArray()).toEqual([1, 0, 3, 2]);
    expect([xTest.toArray(), yTest.toArray()]).toEqual([[[8, 9]], [4]]);
    expect(xTrain.dtype).toBe("float64");
    const [, [rest]] = await bostonHousingFrom(source, { testSplit: 0.5, seed: 1 });
    expect(rest.shape).toEqual([3, 2]); // 2.5 rows to train on are 2
  });

  it("refuses splits and seeds that are none, and archives without prices", async () => {
    const source = await cached("boston_housing.npz", noPrices);
    await expect(bostonHousingFrom(source, { testSplit: 1 })).rejects.toThrow(
      "Cannot load Boston housing: `testSplit` must be between 0 and 1 (exclusive of 1), received 1",
    );
    await expect(bostonHousingFrom(source, { seed: -1 })).rejects.toThrow(
      "Cannot load Boston housing: `seed` must be an integer in [0, 2 ** 32), received -1",
    );
    await expect(bostonHousingFrom(source, {})).rejects.toThrow(
      'Cannot load Boston housing: boston_housing.npz must hold x and y, received ["x"]',
    );
  });
});

describe("californiaHousingFrom", () => {
  it("takes rows from the front for the small version", async () => {
    const source = await cached("california.npz", five);
    const [[, yTrain], [, yTest]] = await californiaHousingFrom(source, { version: "small", path: "california.npz" });
    expect([...(yTrain.toArray() as number[]), ...(yTest.toArray() as number[])]).toEqual([1, 0, 3, 2, 4]);
  });

  it("refuses other versions", async () => {
    const source = await cached("california_housing.npz", five);
    await expect(californiaHousingFrom(source, { version: "tiny" as never })).rejects.toThrow(
      'Cannot load California housing: `version` must be "small" or "large", received "tiny"',
    );
  });
});
