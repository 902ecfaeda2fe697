import { block, commands } from "../abi.ts";
import type { Runtime } from "../runtime.ts";
import { planArena, roomFor } from "./arena.ts";
import type { Arenas } from "./arenas.ts";
import type { RecordedBackend } from "./backend.ts";
import { Blocks } from "./blocks.ts";
import type { Home, Homes } from "./homes.ts";
import { inPlace } from "./in-place.ts";
import type { CommandInstruction, HostAction, Instruction, StockInstruction } from "./instruction.ts";
import { Memory } from "./memory.ts";
import { placesOf } from "./peepholes/rewrite.ts";
import { type Located, type Part, type Preparation, Program, type ProgramParts } from "./program.ts";
import { changedBy, type WithPrologue } from "./prologue.ts";
import type { Place, Region } from "./region.ts";

const copyOp = Object.keys(commands).indexOf("copy");

/** Makes a program of a linked step: gives every region an address, and writes the commands with them. */
export function buildProgram(runtime: Runtime, places: Places, linked: WithPrologue): Program {
  return new Builder(runtime, places, linked).build();
}

/** What programs on one backend share. */
export interface Places {
  readonly backend: RecordedBackend;
  readonly homes: Homes;
  readonly arenas: Arenas;
}

/** A function of its own, which keeps nothing else of the recording alive. */
function freeing(memory: Memory, release: (() => void) | undefined): () => void {
  return () => {
    release?.();
    memory.free();
  };
}

class Builder {
  readonly #runtime: Runtime;
  readonly #backend: RecordedBackend;
  readonly #homes: Homes;
  readonly #arenas: Arenas;
  readonly #linked: WithPrologue;
  readonly #addresses = new Map<Region, number>();
  readonly #stockIds = new Map<Region, number>();
  readonly #variables: { variable: NonNullable<Region["variable"]>; home: Home }[] = [];
  readonly #outside: Home[] = [];
  readonly #homeOf = new Map<Region, Home>();
  readonly #memory: Memory;
  #release: (() => void) | undefined;
  #bytes = 0;
  #plannedBytes = 0;

  constructor(runtime: Runtime, { backend, homes, arenas }: Places, linked: WithPrologue) {
    this.#runtime = runtime;
    this.#backend = backend;
    this.#homes = homes;
    this.#arenas = arenas;
    this.#linked = linked;
    this.#memory = new Memory(backend);
  }

  build(): Program {
    try {
      this.#place();
      return new Program(this.#runtime, this.#homes, this.#parts());
    } catch (error) {
      for (const { variable, home } of this.#variables) this.#homes.release(home, variable);
      for (const home of this.#outside) this.#homes.release(home);
      freeing(this.#memory, this.#release)();
      throw error;
    }
  }

  /** Addresses: variables at home, constants and what the prologue keeps in memory of their own, and the rest in an arena. */
  #place(): void {
    const { spans, kept } = this.#linked;
    const isLasting = (region: Region) => region.constant || region.lasts || kept.has(region);
    const passing = [...spans.keys()].filter((region) => !(region.variable || region.dataId || isLasting(region)));
    const { length } = this.#linked.instructions;
    const owners = inPlace(this.#linked);
    const leases = new Map<Region, { bytes: number; first: number; last: number }>();
    for (const region of passing) {
      const span = spans.get(region)!;
      const first = region.filled || region.kind === "input" ? 0 : span.first;
      const last = region.isResult ? length : span.last;
      const lease = leases.get(owners.get(region) ?? region);
      if (lease) Object.assign(lease, { first: Math.min(lease.first, first), last: Math.max(lease.last, last) });
      else leases.set(owners.get(region) ?? region, { bytes: region.bytes, first, last });
    }
    const plan = planArena([...leases.values()]);
    const offsets = new Map([...leases.keys()].map((region, i) => [region, plan.offsets[i]!]));
    // before variables are at home: those that have none yet make room
    const { address, release } = this.#arenas.take(plan.bytes);
    this.#release = release;
    for (const region of passing) this.#addresses.set(region, address + offsets.get(owners.get(region) ?? region)!);
    for (const region of spans.keys()) {
      if (region.variable) {
        const home = this.#homes.of(region.variable);
        home.programs++;
        this.#variables.push({ variable: region.variable, home });
        this.#at(region, home);
      } else if (region.dataId) {
        const home = this.#homes.keep(region.dataId);
        home.programs++;
        this.#outside.push(home);
        this.#at(region, home);
      } else if (isLasting(region)) {
        const address = this.#memory.take(roomFor(region.bytes));
        this.#addresses.set(region, address);
        const first = region.constant ?? (region.lasts && new Uint8Array(region.bytes));
        if (first) this.#backend.wasm.HEAPU8.set(first, address);
      }
    }
    const sum = (regions: readonly Region[]) => regions.reduce((total, { bytes }) => total + roomFor(bytes), 0);
    const keptBytes = sum([...kept]);
    this.#bytes = sum(passing) + keptBytes;
    this.#plannedBytes = plan.bytes + keptBytes;
  }
  #at(region: Region, home: Home): void {
    this.#homeOf.set(region, home);
    this.#addresses.set(region, home.address);
    this.#stockIds.set(region, home.id);
  }

  #parts(): ProgramParts {
    const { instructions, actions, guards, reads, results, assignments, prologue } = this.#linked;
    const [before, rest] = [new Blocks(), new Blocks()];
    instructions.forEach((instruction, i) => {
      this.#add(i < prologue ? before : rest, instruction);
    });
    for (const { variable, place } of assignments) {
      const words = this.#copyHome(variable, place);
      if (words) rest.add(words, 0, this.#flag(place.region.condition));
    }
    const program = this.#memory.take((before.length + rest.length) * block.bytes);
    const { buffer } = this.#backend.wasm.HEAPU8;
    const first = before.write(buffer, program);
    const parts = rest.write(buffer, program + before.length * block.bytes);
    const preparations = actions.map((action) => this.#preparation(action));
    const inputs: (number | undefined)[] = [];
    for (const [region, address] of this.#addresses) if (region.kind === "input") inputs[region.index!] = address;
    const located = ({ place, shape, dtype }: (typeof results)[number]): Located => ({
      address: this.#address(place),
      shape,
      dtype,
    });
    return {
      prologue: { parts: first, reads: this.#homesRead() },
      parts,
      preparations,
      guards,
      variables: this.#variables,
      outside: this.#outside,
      written: this.#homesWritten(),
      inputs,
      reads: reads.map(located),
      results: results.map(located),
      statistics: {
        commands: before.length + rest.length,
        prologueCommands: prologue,
        stockCalls: parts.filter(({ kind }) => kind === "stock").length,
        hostActions: preparations.length + parts.filter(({ kind }) => kind === "memory").length,
        bytes: this.#bytes,
        plannedBytes: this.#plannedBytes,
      },
      free: freeing(this.#memory, this.#release),
    };
  }

  /** Where what the prologue reads is at home. */
  #homesRead(): readonly Home[] {
    const { instructions, prologue } = this.#linked;
    const regions = instructions
      .slice(0, prologue)
      .flatMap((instruction) => placesOf(instruction).map(({ region }) => region));
    return [...new Set(regions.flatMap((region) => this.#homeOf.get(region) ?? []))];
  }
  /** Homes to which the program may write. */
  #homesWritten(): readonly Home[] {
    const regions = [...changedBy(this.#linked)].map((region) => this.#homeOf.get(region)!);
    const assigned = this.#linked.assignments.map(
      ({ variable }) => this.#variables.find((known) => known.variable === variable)!.home,
    );
    return [...new Set([...regions, ...assigned])];
  }
  #add(blocks: Blocks, instruction: Instruction): void {
    const condition = this.#flag(instruction.condition);
    if (instruction.kind === "command") blocks.add(this.#words(instruction), instruction.extra, condition);
    else if (instruction.kind === "stock") blocks.call(this.#stock(instruction, condition));
    else {
      const at = instruction.places.map((place) => this.#address(place));
      if (instruction.kind === "check") blocks.check(at[0]!, instruction.fail, condition);
      else blocks.call({ kind: "memory", work: instruction.work, at, condition });
    }
  }

  /** What the host does, in its order. */
  #preparation(action: HostAction): Preparation {
    return action.kind === "fill"
      ? { kind: "fill", values: action.values, address: this.#address(action.place) }
      : { ...action, condition: this.#flag(action.condition) };
  }

  #words({ words, places }: CommandInstruction): Int32Array {
    const own = words.slice();
    for (const [word, place] of places) own[word] = this.#address(place);
    return own;
  }

  #stock({ name, arguments: given }: StockInstruction, condition: number): Part {
    const module = this.#backend.wasm as unknown as Record<string, (...given: number[]) => unknown>; // Emscripten's exports
    const numbers = given.map(({ value, place, array }) => {
      if (!array) return place ? this.#stockId(place.region) : value;
      const address = this.#memory.take(Math.max(16, (array.length + 15) & ~15));
      this.#backend.wasm.HEAPU8.set(array, address);
      return address;
    });
    return { kind: "stock", call: module[`_${name}`]!, given: numbers, condition };
  }

  /** The number under which stock kernels find a region. */
  #stockId(region: Region): number {
    let id = this.#stockIds.get(region);
    if (id === undefined) {
      id = this.#memory.register(this.#addresses.get(region)!, region.stock!.size);
      this.#stockIds.set(region, id);
    }
    return id;
  }

  /** A copy of what a variable was assigned to where it is at home. */
  #copyHome(variable: NonNullable<Region["variable"]>, place: Place): Int32Array | undefined {
    let home = this.#variables.find((known) => known.variable === variable)?.home;
    if (!home) {
      home = this.#homes.of(variable);
      home.programs++;
      this.#variables.push({ variable, home });
    }
    const from = this.#address(place);
    if (from === home.address) return undefined;
    const words = new Int32Array(block.words / 4 + 2);
    words[block.op / 4] = copyOp;
    words[block.units / 4] = home.bytes;
    words.set([from, home.address], block.words / 4);
    return words;
  }

  /** Where the number is that something depends on; 0 if it depends on none. */
  #flag(condition: Place | undefined): number {
    return condition ? this.#address(condition) : 0;
  }
  #address({ region, offset }: Place): number {
    return this.#addresses.get(region)! + offset;
  }
}
