import { type DataId, engine, type Tensor, util, type Variable } from "@hornbeam/kernels/tfjs";
import { current } from "../current.ts";
import { KernelError } from "../errors.ts";
import type { Runtime } from "../runtime.ts";

/** What an optimizer updates in one call: `addresses` of a variable, its gradient and its slots. */
type Step = (runtime: Runtime, size: number, addresses: readonly number[]) => void;

/**
 * Runs one step of an optimizer for each variable, in place.
 *
 * Values that a variable shares with another tensor (a clone, a reshaped view) are copied first: the other keeps what it has.
 *
 * @throws {KernelError} when a list has another length, or a tensor another shape or type, than the variables.
 */
export function updateInPlace(
  verb: string,
  variables: readonly Variable[],
  gradients: readonly Tensor[],
  slots: readonly (readonly Variable[])[],
  step: Step,
): void {
  const { runtime } = current();
  for (const list of [gradients, ...slots]) {
    if (list.length !== variables.length)
      throw new KernelError(
        `Cannot ${verb}: there must be ${variables.length} tensors, one a variable, received ${list.length}`,
      );
  }
  variables.forEach((variable, i) => {
    const gradient = gradients[i]!;
    const changed = [variable, ...slots.map((slot) => slot[i]!)];
    for (const tensor of [...changed, gradient]) check(verb, tensor, variable);
    for (const tensor of changed) own(tensor, runtime);
    runtime.frame(() => {
      const [w, ...rest] = changed.map((tensor) => runtime.update(tensor));
      step(runtime, variable.size, [w!, runtime.input(gradient), ...rest]);
    });
  });
}

function check(verb: string, tensor: Tensor, { shape }: Variable): void {
  if (
    tensor.dtype === "float32" &&
    tensor.shape.length === shape.length &&
    tensor.shape.every((size, i) => size === shape[i])
  )
    return;
  throw new KernelError(
    `Cannot ${verb}: every tensor must be float32 of the shape of its variable, [${shape.join(", ")}], received ${tensor.dtype} [${tensor.shape.join(", ")}]`,
  );
}

/** Gives a variable values of its own, on the WASM backend. */
function own(variable: Variable, runtime: Runtime): void {
  const { backend } = runtime;
  const here =
    (engine() as unknown as { state: { tensorInfo: WeakMap<DataId, { backend: unknown }> } }).state.tensorInfo.get(
      variable.dataId,
    )?.backend === backend;
  if (here && backend.refCount(variable.dataId) === 1) return;
  const copy = here
    ? copyOf(variable, runtime)
    : engine().makeTensor(variable.dataSync(), variable.shape, variable.dtype);
  variable.assign(copy);
  copy.dispose();
}

function copyOf(variable: Variable, runtime: Runtime): Tensor {
  const { shape, dtype, size } = variable;
  const info = runtime.frame(() => {
    const y = runtime.output(shape, dtype);
    runtime.run("copy", size * util.bytesPerElement(dtype), { x: runtime.input(variable), y: y.address });
    return y.info;
  });
  return engine().makeTensorFromTensorInfo(info);
}
