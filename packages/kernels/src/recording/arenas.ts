import type { RecordedBackend } from "./backend.ts";
import { Memory } from "./memory.ts";

interface Arena {
  readonly address: number;
  readonly bytes: number;
  readonly memory: Memory;
  programs: number;
}

/** Does work in favourable circumstances, and lets `undo` have what it made where they cannot be left again. */
export type WithRoom = <T>(work: () => T, undo: (made: T) => void) => T;

/**
 * The memory of all programs' buffers: nothing in it lasts from one replay to the next, so programs share it. One that needs
 * more than there is gets a larger arena, which the next ones share.
 */
export class Arenas {
  readonly #backend: RecordedBackend;
  readonly #withRoom: WithRoom;
  #arenas: readonly Arena[] = [];

  /** @param withRoom Does work, such as taking an arena, while as much memory as can be is free in one piece. */
  constructor(backend: RecordedBackend, withRoom: WithRoom = (work) => work()) {
    this.#backend = backend;
    this.#withRoom = withRoom;
  }

  /** The address of an arena of so many bytes, and a function that gives it back. */
  take(bytes: number): { readonly address: number; readonly release: () => void } {
    const arena = this.#arenas.find((each) => each.bytes >= bytes) ?? this.#make(bytes);
    arena.programs++;
    return { address: arena.address, release: () => this.#release(arena) };
  }

  #make(bytes: number): Arena {
    const memory = new Memory(this.#backend);
    const address = this.#withRoom(
      () => memory.take(bytes),
      () => memory.free(),
    );
    const arena: Arena = { address, bytes, memory, programs: 0 };
    this.#arenas = [...this.#arenas, arena];
    return arena;
  }
  #release(arena: Arena): void {
    if (--arena.programs > 0) return;
    this.#arenas = this.#arenas.filter((each) => each !== arena);
    arena.memory.free();
  }
}
