import { addN, clone, div, Tensor } from "@hornbeam/kernels/tfjs";
import { NDArray } from "../array/nd-array.ts";
import { currentCall, isTracing, withCall } from "../context/call-context.ts";
import { getMask, setMask } from "../context/mask.ts";
import { KerasTensor } from "../graph/keras-tensor.ts";
import { connect } from "../graph/operation.ts";
import { flatten, isBranch, isSymbolic, kerasTensors, mapStructure } from "../graph/structure.ts";
import { tidy } from "../memory/scope.ts";
import { nameScope } from "../names/name-scope.ts";
import { namedWork } from "../recording.ts";
import { type TensorLike, toTensor } from "../tensor/to-tensor.ts";
import { Variable } from "../tensor/variable.ts";
import { warnOnce } from "../warn.ts";
import { checkInput, type InputSpec } from "./input-spec.ts";
import type { AnyLayer } from "./layer.ts";
import type { CallOptions } from "./types.ts";

/** What the base class of a layer knows and its callers do not. */
export interface Inner {
  readonly inputSpec: InputSpec | readonly InputSpec[] | undefined;
  readonly supportsMasking: boolean;
  readonly takesMask: boolean;
  readonly trainingByDefault: boolean;
  keepLosses(losses: Tensor[]): void;
}

/** The call of a layer on tensors and on what stands for them; what it makes of the latter is freed with the call. */
export function applyLayer(layer: AnyLayer, inner: Inner, given: unknown, callOptions: CallOptions): unknown {
  const inputs = toTensors(given, `call ${layer[Symbol.toStringTag]}`);
  if (inputs === given || currentCall()) return applyToTensors(layer, inner, inputs, callOptions);
  const callers = new Set(flatten(given).map((leaf) => (leaf instanceof Variable ? leaf.value : leaf)));
  try {
    return applyToTensors(layer, inner, inputs, callOptions);
  } finally {
    for (const leaf of flatten(inputs)) if (leaf instanceof Tensor && !callers.has(leaf)) leaf.dispose();
  }
}

/** Check, build, find mask and mode, then compute, or extend the graph. */
function applyToTensors(layer: AnyLayer, inner: Inner, inputs: unknown, callOptions: CallOptions): unknown {
  const leaves = flatten(inputs) as (Tensor | KerasTensor)[];
  check(layer, inner, leaves);
  if (!layer.built) layer.build(mapStructure(inputs, (tensor) => (tensor as Tensor).shape) as never);
  const previousMask = callOptions.mask ?? mapStructure(inputs, (tensor) => getMask(tensor as Tensor) ?? null);
  const options = withMask(inner, callOptions, previousMask);
  if (isSymbolic(inputs) || isSymbolic(options)) return symbolicCall(layer, inner, inputs, options, previousMask);

  const outer = currentCall();
  const said = callOptions.training ?? outer?.training;
  const training = said ?? inner.trainingByDefault;
  const losses = outer?.losses ?? [];
  const { outputs, masks } = tidy(() =>
    // where nobody says it, layers inside go by their own default, as in Keras
    withCall({ training: said ?? (inner.trainingByDefault || undefined), losses }, () => {
      const computed = nameScope(layer.name, () =>
        namedWork(
          () => layer[Symbol.toStringTag],
          () => layer.call(inputs as never, { ...options, training }),
        ),
      );
      const outputs = outer ? computed : ownOutputs(computed, leaves);
      if (layer.activityRegularizer) losses.push(activityLoss(layer, outputs));
      const masks = ownMasks(outputMasks(layer, inner, inputs, previousMask, outputs), previousMask);
      return { outputs, masks, losses };
    }),
  );
  attachMasks(outputs, masks);
  if (!outer) inner.keepLosses(losses);
  return outputs;
}

function symbolicCall(
  layer: AnyLayer,
  inner: Inner,
  inputs: unknown,
  options: CallOptions,
  previousMask: unknown,
): unknown {
  const specs = layer.computeOutputSpec(inputs as never, options);
  const structure = mapStructure(specs, (spec) => {
    const { shape, dtype } = spec as KerasTensor;
    return new KerasTensor(shape, dtype, isTracing() ? "" : undefined);
  });
  if (!isTracing()) {
    const call = layer.toKerasArguments(inputs, options);
    connect(layer, {
      call,
      inputs: kerasTensors([call.args, call.kwargs]),
      outputs: kerasTensors(structure),
      outputStructure: structure,
    });
  }
  attachMasks(structure, outputMasks(layer, inner, inputs, previousMask, structure));
  return structure;
}

/** Everything that stands for a tensor, as a tensor. Lists of numbers are one tensor; lists of tensors stay lists. */
function toTensors(given: unknown, action: string): unknown {
  if (given instanceof Tensor || given instanceof KerasTensor) return given;
  if (!isBranch(given) || !flatten(given).some(isArrayLike)) return toTensor(given as TensorLike, { action });
  return mapStructure(given, (leaf) =>
    leaf instanceof KerasTensor || leaf === null ? leaf : toTensor(leaf as TensorLike, { action }),
  );
}
function isArrayLike(leaf: unknown): boolean {
  return leaf instanceof Tensor || leaf instanceof KerasTensor || leaf instanceof NDArray || leaf instanceof Variable;
}

function check(layer: AnyLayer, { inputSpec }: Inner, leaves: readonly (Tensor | KerasTensor)[]): void {
  if (inputSpec === undefined) return;
  leaves.forEach((leaf, i) => {
    const spec = Array.isArray(inputSpec) ? (inputSpec as readonly InputSpec[])[i] : (inputSpec as InputSpec);
    if (spec && leaf !== null) checkInput(layer[Symbol.toStringTag], spec, leaf);
  });
}

/** The mask of the inputs goes to layers that read one, but not beside other tensors, as in Keras. */
function withMask(inner: Inner, options: CallOptions, previousMask: unknown): CallOptions {
  const { mask, ...others } = options;
  if (!inner.takesMask || (mask ?? null) !== null || flatten(others).some(isArrayLike)) return options;
  return { ...options, mask: previousMask };
}
function hasMask(masks: unknown): boolean {
  return flatten(masks).some((mask) => mask !== null);
}

function outputMasks(layer: AnyLayer, inner: Inner, inputs: unknown, previousMask: unknown, outputs: unknown): unknown {
  const hadMask = hasMask(previousMask);
  if (!inner.supportsMasking) {
    if (hadMask && !inner.takesMask) {
      warnOnce(`${layer[Symbol.toStringTag]} drops the mask of its input: it does not support masking.`);
    }
    return null;
  }
  if (flatten(outputs).every((output) => getMask(output as Tensor) !== undefined)) return null;
  return layer.computeMask(inputs, previousMask);
}

/** An output that is an input becomes a tensor of its own: the caller may free both. */
function ownOutputs(outputs: unknown, inputs: readonly unknown[]): unknown {
  return mapStructure(outputs, (leaf) => (leaf instanceof Tensor && inputs.includes(leaf) ? clone(leaf) : leaf));
}

/** A mask that is only passed on becomes one of the output's own: each is freed with its tensor. */
function ownMasks(masks: unknown, previousMask: unknown): unknown {
  const passed = new Set(flatten(previousMask));
  return mapStructure(masks, (mask) => (mask instanceof Tensor && passed.has(mask) ? clone(mask) : mask));
}

function attachMasks(outputs: unknown, masks: unknown): void {
  if (masks === null || masks === undefined) return;
  const tensors = flatten(outputs) as (Tensor | KerasTensor)[];
  const all = flatten(masks) as (Tensor | KerasTensor | null)[];
  tensors.forEach((tensor, i) => {
    const mask = all[i];
    if (mask) setMask(tensor, mask);
  });
}

function activityLoss(layer: AnyLayer, outputs: unknown): Tensor {
  const tensors = flatten(outputs) as Tensor[];
  const batch = tensors[0]?.shape[0] ?? 1;
  return div(addN(tensors.map((output) => layer.activityRegularizer!(output))), batch);
}
