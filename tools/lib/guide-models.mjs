// The models that the guides save, for tools/keras-roundtrip.mjs.
import { NDArray } from "@hornbeam/core";
import { Dense } from "@hornbeam/layers";
import { FeatureSpace, Model } from "@hornbeam/models";

const columns = {
  age: new NDArray(Float32Array.of(31, 45, 27, 62), [4]),
  job: new NDArray(["baker", "smith", "baker", "miller"], [4], "string"),
  postcode: new NDArray(["1010", "1020", "8010", "1010"], [4], "string"),
};
const y = new NDArray(Float32Array.of(0, 1, 1, 0), [4, 1]);
const compile = { optimizer: "adam", loss: "binary_crossentropy" };

async function space() {
  const made = new FeatureSpace({
    features: {
      age: "float_normalized",
      job: "string_categorical",
      postcode: FeatureSpace.stringHashed({ numBins: 64 }),
    },
    crosses: [["job", "postcode"]],
    crossingDim: 32,
  });
  await made.adapt(columns);
  return made;
}
const outputs = (encoded) => new Dense({ units: 1, activation: "sigmoid" })(encoded);

/** Makers as those of suite-models.mjs: apps/docs/guide/data.md has the feature space and the two models that it is part of. */
export const guideModels = [
  () => ({ name: "guide-data-space", make: space, x: columns, tolerance: 1e-5, h5: false, whole: true }),
  () => {
    const make = async () => {
      const features = await space();
      return new Model({ inputs: features.getInputs(), outputs: outputs(features.getEncodedFeatures()) });
    };
    return { name: "guide-data-rows", make, compile, x: columns, y, tolerance: 1e-5, h5: false };
  },
];
