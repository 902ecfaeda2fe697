// One module with all of TensorFlow.js that Hornbeam needs; `bundle-tfjs.mjs` makes vendor/tfjs.js of it.

import "@tensorflow/tfjs-core/dist/register_all_gradients.js";

export * from "@tensorflow/tfjs-core";
export { _backendKernels, _createBackend } from "./backend.js";

// browsers that lack `using` (Safari) get its symbol, under the name that compilers look for there: classes have methods of it
if (!Symbol.dispose) Object.defineProperty(Symbol, "dispose", { value: Symbol.for("Symbol.dispose") });
