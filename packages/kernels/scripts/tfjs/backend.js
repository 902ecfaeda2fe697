// The WASM backend without its loader: no paths to configure, no threads, no process listeners, nothing at import.
import { BackendWasm } from "@tensorflow/tfjs-backend-wasm/dist/backend_wasm.js";
import { kernelConfigs } from "@tensorflow/tfjs-backend-wasm/dist/register_all_kernels.js";
import factory from "@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm.js";

/** The kernels that come with the backend, to be registered once it exists. */
export const _backendKernels = kernelConfigs;

/**
 * Makes the backend of a compiled `tfjs-backend-wasm-simd.wasm`, which uses `copyInto(memory, bytes, address)`; rejects when the
 * module cannot be instantiated.
 */
export async function _createBackend(module, copyInto) {
  const wasm = await new Promise((resolve, reject) => {
    factory({
      instantiateWasm(imports, received) {
        WebAssembly.instantiate(module, imports).then((instance) => received(instance, module), reject);
        return {};
      },
      // the glue would print what it then throws
      printErr: () => {},
      onAbort: (what) => reject(new Error(String(what ?? "aborted"))),
    }).then((made) => resolve({ made }), reject); // boxed: the module has a `then` of its own in some builds
  });
  const { made } = wasm;
  const bind = (name, result, ...parameters) => made.cwrap(name, result, parameters);
  made.tfjs = {
    init: bind("init", null),
    initWithThreadsCount: bind("init_with_threads_count", null, "number"),
    getThreadsCount: bind("get_threads_count", "number"),
    registerTensor: bind("register_tensor", null, "number", "number", "number"),
    disposeData: bind("dispose_data", null, "number"),
    dispose: bind("dispose", null),
  };
  return Object.assign(new BackendWasm(made), { copyInto });
}
