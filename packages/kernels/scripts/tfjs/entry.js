// One module with all of TensorFlow.js that Hornbeam needs; `bundle-tfjs.mjs` makes vendor/tfjs.js of it.

import "@tensorflow/tfjs-core/dist/register_all_gradients.js";

export * from "@tensorflow/tfjs-core";
export { _backendKernels, _createBackend } from "./backend.js";
