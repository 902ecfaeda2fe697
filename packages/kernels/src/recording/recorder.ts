import { engine, type Tensor, type TensorInfo, type Variable } from "@hornbeam/kernels/tfjs";
import type { Command } from "../abi.ts";
import { withRecorder } from "./active.ts";
import { bytesOf, type Entry, type RecordedBackend, sizeOf } from "./backend.ts";
import type { Failure, Guard, HostAction, HostValues, Instruction, Saving, StockArgument } from "./instruction.ts";
import { listen } from "./listen.ts";
import { addressesOf } from "./peepholes/command-words.ts";
import { type Place, type Region, Regions, type Result } from "./region.ts";

/** Stock kernels that answer with memory of their own. */
const givesMemory = /^NonMaxSuppression/;

/**
 * Listens to a step while it runs, without changing what it does, and keeps what it did: commands, calls of stock kernels,
 * which memory they refer to, and what the host contributed. Something that could not be repeated is a `reason` to refuse.
 */
export class Recorder {
  readonly instructions: Instruction[] = [];
  readonly actions: HostAction[] = [];
  readonly guards: Guard[] = [];
  /** Numbers that were read from results, in order. */
  readonly reads: { readonly name: string; readonly value: number; readonly result: Result }[] = [];
  readonly assignments: { readonly variable: Variable; readonly place: Place }[] = [];
  reason: string | undefined;
  /** Whether a part was left out, since its condition did not hold: it is not known what the whole step does. */
  partial = false;
  readonly #backend: RecordedBackend;
  readonly #regions = new Regions();
  readonly #byStockId = new Map<number, Region>();
  readonly #variables: ReadonlyMap<Variable, object>;
  #work: string | undefined;
  /** What the part depends on that is being recorded. */
  #condition: Place | undefined;
  /** Whether an effect on the host depends on something. */
  #dependent = false;
  readonly #constants: Region[] = [];

  constructor(backend: RecordedBackend, inputs: readonly TensorInfo[]) {
    this.#backend = backend;
    const variables = new Map<Variable, object>();
    for (const variable of Object.values(engine().state.registeredVariables)) {
      const entry = this.#entry(variable);
      if (!entry) continue;
      variables.set(variable, variable.dataId);
      this.#know({ kind: "variable", address: entry.memoryOffset, bytes: bytesOf(entry), variable }, entry);
    }
    this.#variables = variables;
    inputs.forEach((input, index) => {
      const entry = this.#entry(input);
      if (entry) this.#know({ kind: "input", address: entry.memoryOffset, bytes: bytesOf(entry), index }, entry);
    });
  }

  /** Runs a step and listens. */
  run<T>(body: () => T): T {
    const stop = listen(this.#backend, this);
    try {
      const result = withRecorder(this, body);
      this.#finish();
      return result;
    } finally {
      stop();
    }
  }

  /** Gives a reason why the step cannot be replayed; the first one counts. */
  refuse(reason: string): void {
    this.reason ??= this.#work ? `${this.#work}: ${reason}` : reason;
  }

  // what the runtime and the host say

  command(command: Command, block: Int32Array, first: number, extra: number): void {
    if (this.reason !== undefined) return;
    const places = new Map<number, Place>();
    for (const word of addressesOf(command)) {
      const address = block[first + word]! >>> 0;
      if (address === 0) continue;
      const place = this.#use(address);
      if (place) places.set(first + word, place);
    }
    this.#add({ kind: "command", command, words: block, places, extra });
  }

  /** JavaScript that works at addresses. */
  memory(addresses: readonly number[], work: (addresses: readonly number[]) => void): void {
    if (this.reason !== undefined) return;
    const places = addresses.flatMap((address) => this.#use(address) ?? []);
    this.#add({ kind: "memory", places, work });
  }
  /** Ends the step where the first of two words is not 0. */
  check(address: number, fail: Failure): void {
    const place = this.reason === undefined ? this.#use(address) : undefined;
    if (!place) return;
    place.region.lasts = true;
    this.#add({ kind: "check", places: [place], fail });
  }
  /** Runs a part that is done where a number is not 0. */
  conditionally(flag: Tensor, part: () => void): void {
    const { registeredVariables } = engine().state;
    const before = new Map(Object.values(registeredVariables).map((variable) => [variable, variable.dataId]));
    if (this.#condition) this.refuse("a condition depends on another");
    const place = this.#use(this.#entry(flag)!.memoryOffset);
    if (place) place.region.isResult = true;
    this.#condition = place;
    try {
      part();
    } finally {
      this.#condition = undefined;
    }
    for (const [variable, dataId] of before)
      if (variable.dataId !== dataId && dataId !== this.#variables.get(variable))
        this.refuse(`variable "${titleOf(variable)}" is assigned before a condition and under it`);
  }
  /** Says that a part was left out. */
  leaveOut(): void {
    this.partial = true;
    this.refuse("a part was left out, since its condition did not hold");
  }
  effect(run: () => void, save: Saving | undefined): void {
    const condition = this.#condition;
    this.actions.push({ kind: "effect", run, save, condition });
    if (!condition) return;
    this.#dependent = true;
    if (!save) this.refuse("an effect that cannot be taken back depends on a condition");
  }
  guard(guard: Guard): void {
    this.guards.push(guard);
  }
  fill(tensor: Tensor, values: () => HostValues): void {
    const region = this.#regions.at(this.#entry(tensor)!.memoryOffset);
    if (!region) return;
    delete region.constant;
    region.filled = true;
    const place = { region, offset: 0 };
    this.#asksHost();
    this.#touch(region);
    this.actions.push({ kind: "fill", place, values });
  }
  read(name: string, tensor: Tensor, value: number): void {
    const result = this.result(tensor);
    if (result) this.reads.push({ name, value, result });
  }
  /** Keeps a tensor's values until the step is done. */
  result(tensor: Tensor): Result | undefined {
    const place = this.#use(this.#entry(tensor)!.memoryOffset);
    if (!place) return undefined;
    if (this.#condition) this.refuse("a result depends on a condition");
    place.region.isResult = true;
    return { place, shape: tensor.shape, dtype: tensor.dtype };
  }

  // what the backend does

  /** Says what the work that comes is called; gives what {@link Recorder.leave} wants back. */
  enter(name: string | undefined): string | undefined {
    const before = this.#work;
    this.#work = name ?? before; // a function with a gradient of its own has no name
    return before;
  }
  leave(before: string | undefined): void {
    this.#work = before;
  }
  allocated(address: number, bytes: number, recorded: boolean): void {
    this.#regions.add({ kind: recorded ? "buffer" : "foreign", address, bytes, condition: this.#condition });
  }
  freed(address: number): void {
    const region = this.#regions.at(address);
    if (!region) return;
    this.#check(region);
    this.#regions.remove(address);
    if (region.kind === "outside" && region.isUsed) this.refuse("it frees a tensor that was there before");
  }
  registered(id: number, size: number, address: number): void {
    const region = this.#regions.at(address >>> 0);
    if (!region) return;
    region.stock = { id, size };
    this.#byStockId.set(id, region);
  }
  /** A tensor got values from the host. */
  given(entry: Entry): void {
    const region = this.#regions.at(entry.memoryOffset);
    if (region?.kind === "buffer") this.#hold(region);
  }
  /** Something asks for the memory of a tensor. */
  sought(dataId: object, entry: Entry): void {
    if (entry.memoryOffset === null || this.#regions.at(entry.memoryOffset)) return;
    this.#know({ kind: "outside", address: entry.memoryOffset, bytes: bytesOf(entry), dataId }, entry);
  }
  /** JavaScript gets a view of a tensor's memory. */
  viewed(entry: Entry): void {
    const region = this.#regions.at(entry.memoryOffset);
    if (region?.kind === "buffer" && !region.isUsed && !region.constant) region.written = true;
    else if (!region?.written) this.refuse("it works on values in JavaScript");
  }
  readOnHost(entry: Entry): void {
    // what the host itself has put there is compared, like all that it makes, once it is used
    if (this.#regions.at(entry.memoryOffset)?.constant === undefined)
      this.refuse("values of a tensor are read on the host");
  }
  stock(name: string, types: readonly string[], given: readonly unknown[]): void {
    if (this.reason !== undefined) return;
    if (givesMemory.test(name) || types.includes("string")) {
      this.refuse("its result has a size that depends on values");
      return;
    }
    const made = given.map((value, i): StockArgument => {
      if (types[i] === "array") return { value: 0, array: Uint8Array.from(value as Uint8Array) };
      const region = this.#byStockId.get(Number(value));
      return { value: Number(value), place: region && { region, offset: 0 } };
    });
    // a number that could stand for a tensor need not: which do, two recordings show that are compared
    for (const { place } of made) if (place) this.#touch(place.region);
    this.#add({ kind: "stock", name, arguments: made });
  }

  #add(instruction: Instruction): void {
    this.instructions.push({ ...instruction, condition: this.#condition });
  }
  /** What the host gives, it gives before the step: then it is not known yet what depends on conditions. */
  #asksHost(): void {
    if (this.#dependent && !this.#condition)
      this.refuse("a number of the host's comes after what depends on a condition");
  }

  #finish(): void {
    for (const region of this.#constants) this.#check(region);
    const now = Object.values(engine().state.registeredVariables);
    if (now.length !== this.#variables.size) this.refuse("variables are made or disposed of");
    for (const variable of now) {
      const before = this.#variables.get(variable);
      if (before === variable.dataId) continue;
      const entry = this.#entry(variable);
      const place = entry && this.#regions.find(entry.memoryOffset);
      if (!place) this.refuse(`variable "${titleOf(variable)}" got values from elsewhere`);
      else if (place.region.kind !== "foreign") {
        this.#touch(place.region, place.region.condition);
        place.region.isResult = true;
        this.assignments.push({ variable, place });
      }
    }
  }

  #use(address: number): Place | undefined {
    const place = this.#regions.find(address);
    if (!place || place.region.kind === "foreign") {
      this.refuse("it refers to memory that was not seen before");
      return undefined;
    }
    this.#touch(place.region);
    return place;
  }
  #touch(region: Region, condition = this.#condition): void {
    if (this.#regions.at(region.address) !== region) return; // gone: another number that happens to be the same
    if (region.condition && region.condition !== condition)
      this.refuse("what depends on a condition is used without it");
    if (region.written && !region.constant) this.#hold(region);
    region.isUsed = true;
  }
  /** Constants must stay what they are. */
  #check(region: Region): void {
    if (!region.constant || !region.isUsed || this.#regions.at(region.address) !== region) return;
    const now = this.#backend.wasm.HEAPU8.subarray(region.address, region.address + region.bytes);
    if (region.constant.some((byte, i) => byte !== now[i])) this.refuse("it changes values that the host made");
  }
  #hold(region: Region): void {
    region.constant = this.#backend.wasm.HEAPU8.slice(region.address, region.address + region.bytes);
    this.#constants.push(region);
  }
  #know(region: Region, entry: Entry): void {
    region.stock = { id: entry.id, size: sizeOf(entry) };
    this.#regions.add(region);
    this.#byStockId.set(entry.id, region);
  }
  #entry({ dataId }: { readonly dataId: object }): Entry | undefined {
    const { dataIdMap } = this.#backend;
    if (!dataIdMap.has(dataId)) return undefined;
    const entry = dataIdMap.get(dataId);
    return entry.memoryOffset === null ? undefined : entry;
  }
}

/** A variable's name without the number that tells it from others of that name. */
function titleOf({ name }: Variable): string {
  return name.replace(/#\d+$/, "");
}
