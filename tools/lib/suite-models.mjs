// The models of the suite, as Keras saved them, opened here, with their data: for tools/keras-roundtrip.mjs.
import { readFileSync } from "node:fs";
import { loadModelFromBytes } from "@hornbeam/models";
import { filesOf } from "../../packages-private/testing/src/conformance/tar-reader.ts";
import { decode } from "../../packages-private/testing/src/conformance/values.ts";

const archive = new URL("../../conformance/models.tar.gz", import.meta.url);

/** Makers of `{ name, model, x, y, sampleWeight, tolerance, h5 }`; `y` is missing where the model is not trained. */
export function suiteModels() {
  const files = filesOf(readFileSync(archive));
  const names = [...files.keys()].map((path) => /([^/]+)\/model\.keras$/.exec(path)?.[1]).filter(Boolean);
  return names.map((name) => async () => {
    const path = [...files.keys()].find((each) => each.endsWith(`${name}/model.keras`));
    const io = JSON.parse(Buffer.from(files.get(path.replace("model.keras", "io.json"))).toString());
    const trained = io.compile !== null && io.trainOnBatch !== undefined;
    return {
      name,
      model: await loadModelFromBytes(files.get(path)),
      x: decode(io.inputs),
      ...(trained && { y: decode(io.targets) }),
      ...(trained && io.sampleWeight && { sampleWeight: decode(io.sampleWeight) }),
      tolerance: Math.max(io.tolerance.outputs, io.tolerance.loss ?? 0, io.tolerance.weights ?? 0),
      h5: io.h5?.file === true,
    };
  });
}
