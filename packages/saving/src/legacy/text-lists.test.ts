import { describe, expect, it } from "vitest";
import { within } from "../hdf5/_unreadable.ts";
import { refusalOf } from "../hdf5/fixtures/refusal-of.ts";
import { type Hdf5Array, hdf5Group, readHdf5, writeHdf5 } from "../hdf5/index.ts";
import { readTextList, textListAttributes } from "./text-lists.ts";

const stored = (name: string, texts: readonly string[]) =>
  readHdf5(writeHdf5(hdf5Group([], textListAttributes(name, texts))));

describe("lists of texts in attributes", () => {
  it("come back as they were", () => {
    expect(readTextList(stored("names", ["a", "zwölf", ""]), "names")).toEqual(["a", "zwölf", ""]);
    expect(readTextList(hdf5Group() as never, "names")).toBeUndefined();
  });

  it("are an array of no numbers where they are empty, as NumPy has it", () => {
    const group = stored("names", []);
    expect(group.attributes.get("names")).toMatchObject({ dtype: "float64", shape: [0] });
    expect(readTextList(group, "names")).toEqual([]);
  });

  it("are split where one attribute cannot hold them, into parts of nearly one length", () => {
    // 3,000 names of 50 bytes are 150,000 bytes; three parts of 50,000 stay below 64,512
    const names = Array.from({ length: 3001 }, (_, i) => `layer_${i}/`.padEnd(50, "x"));
    const group = stored("weight_names", names);
    expect([...group.attributes.keys()]).toEqual(["weight_names0", "weight_names1", "weight_names2"]);
    expect([0, 1, 2].map((i) => (group.attributes.get(`weight_names${i}`) as Hdf5Array).shape)).toEqual([
      [1001],
      [1000],
      [1000],
    ]);
    expect(readTextList(group, "weight_names")).toEqual(names);
  });

  it("are refused where they are of another type", () => {
    const group = readHdf5(writeHdf5(hdf5Group([], [["names", 3]])));
    expect(refusalOf(() => within("x", () => readTextList(group, "names")))).toBe(
      'Cannot read x: the attribute "names" must be a list of texts, its datatype is another',
    );
  });
});
