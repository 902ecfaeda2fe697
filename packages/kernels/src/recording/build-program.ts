import { block, commands } from "../abi.ts";
import type { Runtime } from "../runtime.ts";
import { planArena, roomFor } from "./arena.ts";
import type { Arenas } from "./arenas.ts";
import type { RecordedBackend } from "./backend.ts";
import type { Home, Homes } from "./homes.ts";
import { inPlace } from "./in-place.ts";
import type { CommandInstruction, HostAction, HostNumber, StockInstruction } from "./instruction.ts";
import type { Linked } from "./link.ts";
import { Memory } from "./memory.ts";
import { type Located, type Part, type Preparation, Program, type ProgramParts } from "./program.ts";
import type { Place, Region } from "./region.ts";

const copyOp = Object.keys(commands).indexOf("copy");

/** Makes a program of a linked step: gives every region an address, and writes the commands with them. */
export function buildProgram(runtime: Runtime, places: Places, linked: Linked): Program {
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
  readonly #linked: Linked;
  readonly #addresses = new Map<Region, number>();
  readonly #stockIds = new Map<Region, number>();
  readonly #variables: { variable: NonNullable<Region["variable"]>; home: Home }[] = [];
  readonly #outside: Home[] = [];
  readonly #memory: Memory;
  #release: (() => void) | undefined;
  #bytes = 0;
  #plannedBytes = 0;

  constructor(runtime: Runtime, { backend, homes, arenas }: Places, linked: Linked) {
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

  /** Addresses: variables at home, constants in memory of their own, and the rest in an arena. */
  #place(): void {
    const { spans } = this.#linked;
    const passing = [...spans.keys()].filter(({ variable, dataId, constant }) => !(variable || dataId || constant));
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
      } else if (region.constant) {
        const address = this.#memory.take(roomFor(region.bytes));
        this.#addresses.set(region, address);
        this.#backend.wasm.HEAPU8.set(region.constant, address);
      }
    }
    this.#bytes = passing.reduce((sum, { bytes }) => sum + roomFor(bytes), 0);
    this.#plannedBytes = plan.bytes;
  }
  #at(region: Region, home: Home): void {
    this.#addresses.set(region, home.address);
    this.#stockIds.set(region, home.id);
  }

  #parts(): ProgramParts {
    const { instructions, actions, guards, reads, results, assignments } = this.#linked;
    const copies = assignments.flatMap(({ variable, place }) => this.#copyHome(variable, place) ?? []);
    const blocks = instructions.filter(({ kind }) => kind === "command").length + copies.length;
    const program = this.#memory.take(blocks * block.bytes);
    /** Address of each instruction's block. */
    const places: number[] = [];
    const parts: Part[] = [];
    let next = program;
    const add = (words: Int32Array, extra: number) => {
      const last = parts.at(-1);
      const large = words[block.chunk / 4]! > 0;
      if (last?.kind === "commands") {
        const [count, most] = [last.count + 1, Math.max(last.extra, extra)];
        parts[parts.length - 1] = { ...last, count, extra: most, large: last.large || large };
      } else parts.push({ kind: "commands", address: next, count: 1, extra, large });
      const { buffer } = this.#backend.wasm.HEAPU8;
      new Int32Array(buffer, next, words.length).set(words);
      next += block.bytes;
    };
    for (const instruction of instructions) {
      places.push(next);
      if (instruction.kind === "command") add(this.#words(instruction), instruction.extra);
      else if (instruction.kind === "stock") parts.push(this.#stock(instruction));
      else {
        const at = instruction.places.map((place) => this.#address(place));
        parts.push({ kind: "memory", work: instruction.work, at });
      }
    }
    for (const words of copies) add(words, 0);
    const preparations = this.#preparations(actions, places);
    const inputs: (number | undefined)[] = [];
    for (const [region, address] of this.#addresses) if (region.kind === "input") inputs[region.index!] = address;
    const located = ({ place, shape, dtype }: (typeof results)[number]): Located => ({
      address: this.#address(place),
      shape,
      dtype,
    });
    return {
      parts,
      preparations,
      guards,
      variables: this.#variables,
      outside: this.#outside,
      inputs,
      reads: reads.map(located),
      results: results.map(located),
      statistics: {
        commands: blocks,
        stockCalls: parts.filter(({ kind }) => kind === "stock").length,
        hostActions: preparations.length + parts.filter(({ kind }) => kind === "memory").length,
        bytes: this.#bytes,
        plannedBytes: this.#plannedBytes,
      },
      free: freeing(this.#memory, this.#release),
    };
  }

  /** What the host does, in its order. Numbers of one function are asked for once between two effects. */
  #preparations(actions: readonly HostAction[], blocks: readonly number[]): Preparation[] {
    const made: Preparation[] = [];
    let asked = new Map<HostNumber, number[]>();
    for (const action of actions) {
      if (action.kind === "effect") {
        made.push({ kind: "effect", run: action.run, addresses: [] });
        asked = new Map();
      } else if (action.kind === "fill") {
        made.push({ kind: "fill", run: action.values, addresses: [this.#address(action.place)] });
      } else {
        const at = blocks[action.instruction]! + 4 * action.word;
        const before = asked.get(action.value);
        if (before) before.push(at);
        else {
          const addresses = [at];
          asked.set(action.value, addresses);
          made.push({ kind: "number", run: action.value, addresses });
        }
      }
    }
    return made;
  }

  #words({ words, places }: CommandInstruction): Int32Array {
    const own = words.slice();
    for (const [word, place] of places) own[word] = this.#address(place);
    return own;
  }

  #stock({ name, arguments: given }: StockInstruction): Part {
    const module = this.#backend.wasm as unknown as Record<string, (...given: number[]) => unknown>; // Emscripten's exports
    const numbers = given.map(({ value, place, array }) => {
      if (!array) return place ? this.#stockId(place.region) : value;
      const address = this.#memory.take(Math.max(16, (array.length + 15) & ~15));
      this.#backend.wasm.HEAPU8.set(array, address);
      return address;
    });
    return { kind: "stock", call: module[`_${name}`]!, given: numbers };
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

  #address({ region, offset }: Place): number {
    return this.#addresses.get(region)! + offset;
  }
}
