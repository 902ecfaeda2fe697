import { OptionError } from "@hornbeam/core";
import { Dense, Input } from "@hornbeam/layers";
import { expect, it } from "vitest";
import { Sequential } from "../index.ts";

it("says who writes formats of other runtimes", async () => {
  const model = new Sequential([Input({ shape: [2] }), new Dense({ units: 1 })], { name: "m" });
  const error = await model.export("m.onnx", { format: "onnx" }).catch((thrown: Error) => thrown);
  expect(error).toBeInstanceOf(OptionError);
  expect((error as Error).message).toBe(
    'Cannot export Sequential "m": formats of other runtimes are not written here, received "onnx"\nSave it to a .keras file, and in Python: keras.saving.load_model(file).export("m.onnx", format="onnx").',
  );
});
