import { OptionError, refusal } from "@hornbeam/core";
import { checkOptions } from "../_options.ts";
import { type Refuse, refuseTo } from "../npz/_refuse-to.ts";
import { ByteReader, Unreadable } from "./_byte-reader.ts";
import { Machine } from "./_machine.ts";
import { opcodes } from "./_opcodes.ts";
import type { PickleValue } from "./_values.ts";

export interface ReadPickleOptions {
  /** Name of the file, for errors. */
  readonly name?: string | undefined;
}

const stop = 0x2e;

/**
 * What a Python pickle of plain values holds: lists, tuples (as lists), dictionaries (as Maps), numbers, text, and arrays
 * of NumPy's. Byte strings, which all strings of Python 2 are, come out as text of one character a byte.
 *
 * A pickle is a program; this reader runs none of it. It knows the few names that NumPy writes for an array by what they
 * mean, and refuses all others, classes, persistent ids, and lists that are in two places or in themselves.
 *
 * @throws {ConfigError} when the pickle is damaged, or holds anything else.
 * @see {@link https://docs.python.org/3/library/pickle.html#restricting-globals | Python: restricting globals}
 * @example
 * readPickle(Uint8Array.from([0x80, 2, 0x5d, 0x28, 0x4b, 6, 0x4b, 9, 0x65, 0x2e])); // [6, 9]
 */
export function readPickle(bytes: Uint8Array, options: ReadPickleOptions = {}): PickleValue {
  checkOptions("read pickle", options, ["name"]);
  const action = options.name === undefined ? "read pickle" : `read pickle ${JSON.stringify(options.name)}`;
  if (!(bytes instanceof Uint8Array)) {
    throw refusal(OptionError, { action, expected: "it must be a Uint8Array", received: bytes });
  }
  const { buffer, byteOffset, length } = bytes;
  const plain = buffer instanceof ArrayBuffer ? new Uint8Array(buffer, byteOffset, length) : new Uint8Array(bytes);
  return runPickle(plain, refuseTo(action));
}

/** The value of a pickle; what is wrong with it is worded by `refuse`. */
export function runPickle(bytes: Uint8Array<ArrayBuffer>, refuse: Refuse): PickleValue {
  const reader = new ByteReader(bytes);
  const machine = new Machine(refuse);
  try {
    for (;;) {
      const at = reader.position;
      const code = reader.u8();
      if (code === stop) return machine.result();
      const opcode = opcodes.get(String.fromCharCode(code));
      if (!opcode) throw new Unreadable(`it must be a pickle: byte ${at} is no opcode that is supported`, code);
      opcode(machine, reader);
    }
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    throw refuse(error.message, error.received.length > 0 ? { received: error.received[0] } : {});
  }
}
