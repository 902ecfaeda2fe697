// A model that Keras saved, fetched and asked.
import { NDArray } from "@hornbeam/core";
import { loadModel } from "@hornbeam/models";

const model = await loadModel("model.keras");
document.body.textContent = String(await model.predict(NDArray.zeros([1, 28, 28])));
