import { Cast, Identity } from "@tensorflow/tfjs-core/dist/kernel_names.js";
import { getGradient, getKernel } from "@tensorflow/tfjs-core/dist/kernel_registry.js";
import { Tensor } from "@tensorflow/tfjs-core/dist/tensor.js";
import { assert, bytesPerElement, makeOnesTypedArray } from "@tensorflow/tfjs-core/dist/util.js";
import { backward, nodesBetween } from "./backward.js";
import { tensorsIn } from "./tensors-in.js";

const none = [];

/**
 * TensorFlow.js' engine with less between an op and its kernel: scopes without closures, each registry and each table asked once,
 * and a tape that holds the clones of what is saved only once gradients of gradients are asked for. Where kernels are watched
 * (profiles, debugging, tests of TensorFlow.js) they take the original way.
 */
export const lean = (Engine) =>
  class LeanEngine extends Engine {
    /** What was saved for the node that comes next. */
    #saved = [];

    startScope(name) {
      const { state } = this;
      const scope = { track: [], name: name || "unnamed scope", id: state.nextScopeId++ };
      state.scopeStack.push(scope);
      state.activeScope = scope;
    }

    endScope(result) {
      const { state } = this;
      const { activeScope, scopeStack } = state;
      const { track } = activeScope;
      const only = result instanceof Tensor ? result : undefined;
      const results = only === undefined && result != null ? tensorsIn(result) : none;
      const handedOn = results.length > 8 ? new Set(results) : undefined;
      for (let i = 0; i < track.length; i++) {
        const tensor = track[i];
        if (tensor.kept || tensor === only) continue;
        if (results.length === 0 || !(handedOn ? handedOn.has(tensor) : results.includes(tensor))) tensor.dispose();
      }
      scopeStack.pop();
      state.activeScope = scopeStack.length === 0 ? null : scopeStack[scopeStack.length - 1];
      // results of this scope go on in the one around it
      if (only) this.#handOn(only, activeScope.id);
      else for (const tensor of results) this.#handOn(tensor, activeScope.id);
    }

    scopedRun(start, end, body) {
      start();
      try {
        return body();
      } finally {
        end();
      }
    }

    tidy(nameOrBody, given) {
      if (given != null || typeof nameOrBody !== "function") return super.tidy(nameOrBody, given);
      let result;
      this.startScope();
      try {
        result = nameOrBody();
        if (result instanceof Promise) console.error("Cannot return a Promise inside of tidy.");
        return result;
      } finally {
        this.endScope(result);
      }
    }

    runKernel(kernelName, inputs, attrs) {
      return this.runKernelFunc({ kernelName, inputs, attrs, backwardsFunc: null });
    }

    runKernelFunc(call) {
      const { state } = this;
      const backend = this.backend; // starts one where there is none
      const { kernelName, inputs, attrs } = call;
      const kernel = kernelName == null ? undefined : getKernel(kernelName, this.backendName);
      if (kernelName != null && kernel == null)
        throw new Error(`Kernel '${kernelName}' not registered for backend '${this.backendName}'`);
      if (state.profiling || this.ENV.getBool("DEBUG") || this.shouldCheckForMemLeaks())
        return super.runKernelFunc(call);
      const isTapeOn = this.isTapeOn();
      let saved = none;
      let out;
      let outputs;
      // no tape within
      state.kernelDepth++;
      try {
        if (kernel) {
          out = kernel.kernelFunc({ inputs, attrs, backend });
          outputs = Array.isArray(out) ? out.map((info) => this.#tensorOf(info)) : [this.#tensorOf(out)];
          if (isTapeOn)
            saved = this.saveTensorsForBackwardMode(this.getTensorsForGradient(kernelName, inputs, outputs));
        } else {
          const save = (tensors) => {
            if (isTapeOn) saved = this.saveTensorsForBackwardMode(tensors);
          };
          out = this.tidy(() => call.forwardFunc(backend, save));
          outputs = Array.isArray(out) ? out : [out];
        }
      } catch (error) {
        for (const tensor of saved) tensor.dispose();
        throw error;
      } finally {
        state.kernelDepth--;
      }
      if (isTapeOn)
        this.addTapeNode(
          kernelName ?? state.activeScope?.name ?? "",
          inputs,
          outputs,
          call.backwardsFunc,
          saved,
          attrs,
        );
      return Array.isArray(out) ? outputs : outputs[0];
    }

    getTensorsForGradient(kernelName, inputs, outputs) {
      const config = getGradient(kernelName);
      if (config == null) return none;
      const { inputsToSave, outputsToSave, saveAllInputs } = config;
      if (saveAllInputs) return super.getTensorsForGradient(kernelName, inputs, outputs);
      const tensors = [];
      if (inputsToSave) for (const name of inputsToSave) tensors.push(inputs[name]);
      if (outputsToSave) for (let i = 0; i < outputs.length; i++) if (outputsToSave[i]) tensors.push(outputs[i]);
      return tensors;
    }

    saveTensorsForBackwardMode(tensors) {
      return tensors.map((tensor) => this.keep(this.clone(tensor)));
    }

    /** What saves a tensor for its gradient: another one of the same values, without the way through a kernel. */
    clone(x) {
      const { backend } = this.state.tensorInfo.get(x.dataId);
      backend.incRef(x.dataId);
      this.#saved.push(x);
      return this.makeTensorFromTensorInfo(x, backend);
    }

    addTapeNode(kernelName, inputs, outputs, gradient, saved, attrs) {
      const { state } = this;
      const config = getGradient(kernelName);
      const back = config?.gradFunc ?? gradient;
      const originals = saved.length === 0 ? none : this.#saved.slice(-saved.length);
      this.#saved.length = 0;
      const node = {
        id: state.nextTapeNodeId++,
        kernelName,
        inputs,
        outputs,
        saved,
        originals,
        takesMissing: config?.takesMissing === true,
        gradient: back == null ? undefined : (dys) => back(dys.length > 1 ? dys : dys[0], saved, attrs),
      };
      state.activeTape.push(node);
      if (state.gradientDepth > 1) state.activeTape.push(...this.#clones(node));
    }

    startTape() {
      const { state } = this;
      // gradients of gradients find through these how what was saved depends on what it was saved of
      if (state.gradientDepth === 1)
        state.activeTape = state.activeTape.flatMap((node) => [node, ...this.#clones(node)]);
      super.startTape();
    }

    gradients(f, xs, dy, allowNoGradients = false) {
      assert(xs.length > 0, () => "gradients() received an empty list of xs.");
      if (dy != null && dy.dtype !== "float32") throw new Error(`dy must have 'float32' dtype, but has '${dy.dtype}'`);
      this.startTape();
      const { state } = this;
      let tape;
      try {
        let y;
        try {
          y = this.tidy(f);
        } finally {
          this.endTape();
          tape = state.activeTape; // a gradient function may begin another
        }
        return this.#gradientsOf(y, tape, xs, dy, allowNoGradients);
      } finally {
        if (state.gradientDepth === 0) {
          // no gradient of gradients can follow, whether these were found or not
          for (const { saved } of tape) for (const tensor of saved) tensor.dispose();
          state.activeTape = null;
        }
      }
    }

    #gradientsOf(y, tape, xs, dy, allowNoGradients) {
      assert(y instanceof Tensor, () => "The result y returned by f() must be a tensor.");
      const way = nodesBetween(tape, xs, y);
      if (!allowNoGradients && way.nodes.length === 0) {
        throw new Error(
          "Cannot compute gradient of y=f(x) with respect to x. Make sure that the f you passed encloses all operations that lead " +
            "from x to y.",
        );
      }
      this.startScope("backward");
      let grads;
      try {
        const first = dy ?? this.makeTensor(makeOnesTypedArray(y.size, "float32"), y.shape, "float32");
        const gradients = new Map([[y.id, first]]);
        backward(this, gradients, way, xs);
        grads = xs.map(({ id }) => gradients.get(id));
      } finally {
        this.endScope(grads && [y, ...grads]);
      }
      return { value: y, grads };
    }

    trackTensor(tensor, backend) {
      const { state } = this;
      const { dtype, dataId } = tensor;
      state.numTensors++;
      let bytes = 0;
      if (dtype === "string") state.numStringTensors++;
      else if (dtype !== "complex64") bytes = tensor.size * bytesPerElement(dtype); // that of its parts counts
      state.numBytes += bytes;
      if (!state.tensorInfo.has(dataId)) {
        state.numDataBuffers++;
        state.tensorInfo.set(dataId, { backend: backend || this.backend, dtype, shape: tensor.shape, bytes });
      }
      if (tensor.assign === undefined) this.track(tensor); // a variable lives on
    }

    disposeTensor(tensor) {
      const { state } = this;
      const { dtype, dataId } = tensor;
      const info = state.tensorInfo.get(dataId);
      if (info === undefined) return;
      state.numTensors--;
      if (dtype === "string") {
        state.numStringTensors--;
        state.numBytes -= info.bytes;
      } else if (dtype !== "complex64") state.numBytes -= tensor.size * bytesPerElement(dtype);
      if (info.backend.disposeData(dataId)) this.removeDataId(dataId, info.backend);
    }

    #handOn(tensor, scopeId) {
      if (!tensor.kept && tensor.scopeId === scopeId) this.track(tensor);
    }

    /** The nodes of what a node has saved, unless they are on the tape. */
    #clones(node) {
      const nodes = node.originals.map((x, i) => ({
        id: this.state.nextTapeNodeId++,
        kernelName: Identity,
        inputs: { x },
        outputs: [node.saved[i]],
        saved: none,
        originals: none,
        takesMissing: false,
        gradient: ([dy]) => ({ x: () => this.runKernel(Cast, { x: dy }, { dtype: "float32" }) }),
      }));
      node.originals = none;
      return nodes;
    }

    /** What a kernel gave: tensors of some backends, what stands for them of others. */
    #tensorOf(info) {
      return info.rank == null ? this.makeTensorFromTensorInfo(info) : info;
    }
  };
