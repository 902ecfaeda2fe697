import type { Tensor } from "@hornbeam/kernels/tfjs";
import { refusal, StateError } from "../errors.ts";

/** What calls inside a layer inherit from the call around them. */
interface CallContext {
  /** Undefined where nobody has said it. */
  readonly training: boolean | undefined;
  /** Losses of activities and of `addLoss`, gathered over the outermost call. */
  readonly losses: Tensor[];
}

const contexts: CallContext[] = [];
let tracing = 0;

export function currentCall(): CallContext | undefined {
  return contexts.at(-1);
}

export function withCall<T>(context: CallContext, body: () => T): T {
  contexts.push(context);
  try {
    return body();
  } finally {
    contexts.pop();
  }
}

/** Runs a function on symbolic tensors only to learn the shapes: ops in it leave no nodes and take no names. */
export function trace<T>(body: () => T): T {
  tracing++;
  try {
    return body();
  } finally {
    tracing--;
  }
}

/** Does something in earnest inside of a {@link trace}: a layer that is built there makes its parts, and a graph its nodes, for good. */
export function inEarnest<T>(body: () => T): T {
  const before = tracing;
  tracing = 0;
  try {
    return body();
  } finally {
    tracing = before;
  }
}

export function isTracing(): boolean {
  return tracing > 0;
}

/** Adds a loss of `owner` to those of the call at hand; nothing where only shapes are learnt. */
export function addLossToCall(loss: Tensor, owner: string): void {
  if (isTracing()) return;
  const losses = currentCall()?.losses;
  if (!losses) throw refusal(StateError, { action: `add a loss to ${owner}`, expected: "it must be done in `call`" });
  losses.push(loss);
}
