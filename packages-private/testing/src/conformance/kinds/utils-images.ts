import { NDArray } from "@hornbeam/core";
import { callKeras, decodeArguments } from "../context.ts";
import { isPlainObject, toHost } from "../host.ts";
import { toleranceOf } from "../tolerance.ts";
import { decodeArray, type EncodedTensor } from "../values.ts";
import type { Special } from "./utils-data.ts";

interface Picture {
  readonly mode: string;
  readonly width: number;
  readonly height: number;
  readonly pixels: EncodedTensor;
}

/** Pictures stand here for what Pillow's images are in Python: size, mode and pixels, row by row. */
export const imageUtils: Readonly<Record<string, Special>> = {
  async array_to_img(testCase, context, checks) {
    const args = decodeArguments(context, testCase["args"]) as unknown[];
    const kwargs = decodeArguments(context, testCase["kwargs"]) as Record<string, unknown>;
    const image = await callKeras(context, "utils.array_to_img", args, kwargs);
    const { mode, width, height, pixels } = testCase["output"] as Picture;
    if (typeof image !== "object" || image === null) {
      checks.fail(`output: ${String(image)}, wanted an image`);
      return;
    }
    const got = image as Readonly<Record<string, unknown>>;
    checks.json("size", { width: got["width"], height: got["height"] }, { width, height });
    if ("mode" in got) checks.json("mode", got["mode"], mode);
    const data = got["pixels"] ?? got["data"];
    const wanted = decodeArray(pixels);
    const flat = data instanceof NDArray ? data.data : (data as ArrayLike<number> | undefined);
    checks.json("pixels", Array.from(flat ?? [], Number), Array.from(wanted.data as Int32Array));
  },
  async img_to_array(testCase, context, checks) {
    const [pixels] = decodeArguments(context, testCase["args"]) as [NDArray];
    const kwargs = decodeArguments(context, testCase["kwargs"]) as Record<string, unknown>;
    const [height, width] = pixels.shape;
    const image = { mode: testCase["mode"], width, height, data: Uint8Array.from(pixels.data as Int32Array) };
    const got = await callKeras(context, "utils.img_to_array", [image], kwargs);
    checks.holds("output", !isPlainObject(got), "not an array");
    checks.structure("output", toHost(got), testCase["output"], toleranceOf(testCase));
  },
};
