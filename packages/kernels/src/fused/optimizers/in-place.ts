import { type DataId, engine, type Tensor, util, type Variable } from "@hornbeam/kernels/tfjs";
import { current } from "../../current.ts";
import { KernelError } from "../../errors.ts";
import type { Runtime } from "../../runtime.ts";

/** What is changed of one variable: addresses of itself, of its gradient and of its slots, 0 for one that there is not. */
export interface Target {
  /** Number of the variable in its list. */
  readonly index: number;
  readonly shape: readonly number[];
  readonly size: number;
  readonly w: number;
  readonly g: number;
  readonly slots: readonly number[];
}

/** Slots, one a variable; null where a rule does without. */
export type SlotVariables = readonly Variable[] | null | undefined;

/**
 * Runs one step of an optimizer for all variables, in place: the commands that `step` gives for each become one call.
 *
 * Values that a variable shares with another tensor (a clone, a reshaped view) are copied first: the other keeps what it has.
 *
 * @throws {KernelError} when a list has another length, or a tensor another shape or type, than the variables.
 */
export function updateInPlace(
  verb: string,
  variables: readonly Variable[],
  gradients: readonly Tensor[],
  slots: readonly SlotVariables[],
  step: (runtime: Runtime, target: Target) => void,
): void {
  const { runtime } = current();
  for (const list of [gradients, ...slots]) if (list) checkLength(verb, list, variables);
  variables.forEach((variable, i) => {
    for (const list of [variables, gradients, ...slots]) if (list) checkFit(verb, list[i]!, variable);
  });
  for (const list of [variables, ...slots]) for (const variable of list ?? []) own(variable, runtime);
  runtime.frame(() =>
    runtime.together(() =>
      variables.forEach(({ shape, size }, index) => {
        const at = (list: SlotVariables) => (list ? runtime.update(list[index]!) : 0);
        const g = runtime.input(gradients[index]!);
        step(runtime, { index, shape, size, w: at(variables), g, slots: slots.map(at) });
      }),
    ),
  );
}

/** @throws {KernelError} when there is not one tensor a variable. */
export function checkLength(verb: string, list: readonly unknown[], variables: readonly unknown[]): void {
  if (list.length === variables.length) return;
  throw new KernelError(
    `Cannot ${verb}: there must be ${variables.length} tensors, one a variable, received ${list.length}`,
  );
}

/** @throws {KernelError} when a tensor has another shape or type than its variable. */
export function checkFit(verb: string, tensor: Tensor, { shape }: Pick<Variable, "shape">): void {
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
export function own(variable: Variable, runtime: Runtime): void {
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
