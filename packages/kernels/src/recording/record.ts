import { engine, type Tensor } from "@hornbeam/kernels/tfjs";
import { current } from "../current.ts";
import { DirectRuntime } from "../direct-runtime.ts";
import { KernelError } from "../errors.ts";
import { recorder } from "./active.ts";
import { Arenas } from "./arenas.ts";
import { type RecordedBackend, recordedBackend } from "./backend.ts";
import { buildProgram, type Places } from "./build-program.ts";
import { Homes } from "./homes.ts";
import { link } from "./link.ts";
import { improve } from "./peepholes/index.ts";
import type { Program } from "./program.ts";
import { prologueFirst } from "./prologue.ts";
import { Recorder } from "./recorder.ts";
import type { Result } from "./region.ts";
import { hearsStockCalls } from "./stock-calls.ts";

/** What a step did, or why that cannot be repeated. */
export interface Recording {
  /** Why the step cannot be replayed, if it cannot. */
  readonly reason: string | undefined;
  /** Whether a part was left out: another step may show what all of it does. */
  readonly partial: boolean;
  /** The numbers that {@link readNumber} gave, in order. */
  readonly reads: readonly { readonly name: string; readonly value: number }[];
}

interface Kept extends Recording {
  readonly recorder: Recorder;
  readonly results: readonly Result[];
}

const shared = new WeakMap<RecordedBackend, Places>();

/**
 * Runs a step and keeps what it does. The step runs as it would anyway: kernels compute, variables change, and so on. Two
 * recordings of the same step make a program, see {@link compileRecordings}.
 *
 * @param inputs Tensors that are others in each step.
 * @param body The step; `results` are tensors whose values are wanted after each replay.
 */
export function recordStep<T>(
  inputs: readonly Tensor[],
  body: () => { readonly value: T; readonly results?: readonly Tensor[] },
): { readonly value: T; readonly recording: Recording } {
  const backend = usable();
  if (typeof backend === "string")
    return { value: body().value, recording: { reason: backend, partial: false, reads: [] } };
  const { homes } = placesOf(backend);
  for (const variable of Object.values(engine().state.registeredVariables)) {
    homes.unshare(variable);
    homes.return(variable);
  }
  const heard = new Recorder(backend, inputs);
  const { value, results } = heard.run(() => {
    const { value, results = [] } = body();
    const inMemory = results.filter(({ dtype }) => dtype !== "string");
    if (inMemory.length < results.length) heard.refuse("its results are strings, which only JavaScript works on");
    return { value, results: inMemory.flatMap((tensor) => heard.result(tensor) ?? []) };
  });
  const { reason, partial, reads } = heard;
  const kept: Kept = { reason, partial, recorder: heard, results, reads };
  return { value, recording: kept };
}

/** A program of two recordings of a step, or the reason why there is none: too little memory is one, too. */
export function compileRecordings(first: Recording, second: Recording): Program | string {
  const reason = first.reason ?? second.reason;
  if (reason !== undefined) return reason;
  const [a, b] = [first as Kept, second as Kept];
  const linked = link(a.recorder, b.recorder, a.results, b.results);
  if (typeof linked === "string") return linked;
  const { runtime } = current();
  const backend = usable();
  if (typeof backend === "string") return backend;
  try {
    return buildProgram(runtime, placesOf(backend), prologueFirst(improve(linked)));
  } catch (error) {
    if (!(error instanceof KernelError)) throw error;
    return `its program needs more room: ${error.message.split("\n")[0]}`;
  }
}

/** The backend, or why steps cannot be recorded on it. */
function usable(): RecordedBackend | string {
  const { runtime } = current();
  if (recorder()) return "it runs within another step that is recorded";
  if (!(runtime instanceof DirectRuntime)) return "kernels do not compute in TensorFlow.js' own memory here";
  if (engine().backend !== runtime.backend) return "another backend of TensorFlow.js is in use";
  const backend = recordedBackend(runtime.backend);
  if (!backend || !hearsStockCalls(backend.wasm)) return "another TensorFlow.js on the page made the backend";
  return backend;
}

function placesOf(backend: RecordedBackend): Places {
  let places = shared.get(backend);
  if (!places) {
    const homes = new Homes(backend);
    const arenas = new Arenas(backend, (work, undo) => {
      current().runtime.freeScratch();
      return homes.aside(Object.values(engine().state.registeredVariables), work, undo);
    });
    shared.set(backend, (places = { backend, homes, arenas }));
  }
  return places;
}
