import { type ByteReader, Unreadable } from "./_byte-reader.ts";
import type { Machine } from "./_machine.ts";
import { globalOf, textOf } from "./_numpy.ts";
import { Bytes } from "./_values.ts";

/** What an opcode does. */
export type Opcode = (machine: Machine, reader: ByteReader) => void;

const longest = 64;

/** The opcodes of protocols 0 to 4 that lists, dictionaries, plain values and NumPy's arrays are made with. */
export const opcodes: ReadonlyMap<string, Opcode> = new Map<string, Opcode>([
  ["\x80", (_, reader) => checkProtocol(reader.u8())], // PROTO
  ["\x95", (_, reader) => void reader.u64()], // FRAME: its length does not matter here
  ["(", (machine) => machine.mark()],
  ["0", (machine) => machine.drop()],
  ["1", (machine) => void machine.popToMark()],
  ["2", (machine) => machine.push(machine.top())],
  ["N", (machine) => machine.push(null)],
  ["\x88", (machine) => machine.push(true)],
  ["\x89", (machine) => machine.push(false)],

  ["K", (machine, reader) => machine.push(reader.u8())],
  ["M", (machine, reader) => machine.push(reader.u16())],
  ["J", (machine, reader) => machine.push(reader.i32())],
  ["G", (machine, reader) => machine.push(reader.f64())],
  ["\x8a", (machine, reader) => machine.push(integer(reader.take(reader.u8())))], // LONG1
  ["\x8b", (machine, reader) => machine.push(integer(reader.take(reader.i32())))], // LONG4
  ["I", (machine, reader) => machine.push(numberIn(reader.line()))],
  ["L", (machine, reader) => machine.push(numberIn(reader.line().replace(/L$/, "")))],
  ["F", (machine, reader) => machine.push(floatIn(reader.line()))],

  ["S", (machine, reader) => machine.push(quoted(reader.line()))],
  ["T", (machine, reader) => machine.push(new Bytes(reader.take(reader.i32())))],
  ["U", (machine, reader) => machine.push(new Bytes(reader.take(reader.u8())))],
  ["C", (machine, reader) => machine.push(new Bytes(reader.take(reader.u8())))],
  ["B", (machine, reader) => machine.push(new Bytes(reader.take(reader.u32())))],
  ["\x8e", (machine, reader) => machine.push(new Bytes(reader.take(reader.u64())))], // BINBYTES8
  ["\x8c", (machine, reader) => machine.push(utf8(reader.take(reader.u8())))],
  ["V", (machine, reader) => machine.push(unescaped(reader.line()))],
  ["X", (machine, reader) => machine.push(utf8(reader.take(reader.u32())))],
  ["\x8d", (machine, reader) => machine.push(utf8(reader.take(reader.u64())))], // BINUNICODE8

  ["]", (machine) => machine.list([])],
  ["l", (machine) => machine.list(machine.popToMark())],
  ["a", (machine) => machine.append([machine.pop()])],
  ["e", (machine) => machine.append(machine.popToMark())],
  [")", (machine) => machine.tuple([])],
  ["t", (machine) => machine.tuple(machine.popToMark())],
  ["\x85", (machine) => machine.tupleOf(1)],
  ["\x86", (machine) => machine.tupleOf(2)],
  ["\x87", (machine) => machine.tupleOf(3)],
  ["}", (machine) => machine.dictionary([])],
  ["d", (machine) => machine.dictionary(machine.popToMark())],
  ["u", (machine) => machine.setItems(machine.popToMark())],
  ["s", (machine) => setItem(machine)],

  ["p", (machine, reader) => machine.put(slotIn(reader.line()))],
  ["q", (machine, reader) => machine.put(reader.u8())],
  ["r", (machine, reader) => machine.put(reader.u32())],
  ["\x94", (machine) => machine.memoize()],
  ["g", (machine, reader) => machine.get(slotIn(reader.line()))],
  ["h", (machine, reader) => machine.get(reader.u8())],
  ["j", (machine, reader) => machine.get(reader.u32())],

  ["c", (machine, reader) => machine.push(globalOf(reader.line(), reader.line()))],
  ["\x93", (machine) => stackGlobal(machine)],
  ["R", (machine) => machine.call()],
  ["b", (machine) => machine.setState()],

  ["i", (_, reader) => refuseClass(`INST of ${reader.line()}.${reader.line()}`)],
  ["o", () => refuseClass("OBJ")],
  ["\x81", () => refuseClass("NEWOBJ")],
  ["\x92", () => refuseClass("NEWOBJ_EX")],
  ["\x82", () => refuseExtension("EXT1")],
  ["\x83", () => refuseExtension("EXT2")],
  ["\x84", () => refuseExtension("EXT4")],
  ["P", () => refusePersistent("PERSID")],
  ["Q", () => refusePersistent("BINPERSID")],
]);

function checkProtocol(version: number): void {
  if (version > 4) throw new Unreadable("its protocol must be one of 0 to 4, others are not supported", version);
}

function refuseClass(opcode: string): never {
  throw new Unreadable("it must not make objects of classes, which is not allowed", opcode.slice(0, 200));
}
function refuseExtension(opcode: string): never {
  throw new Unreadable("it must not use the extension registry, which is not allowed", opcode);
}
function refusePersistent(opcode: string): never {
  throw new Unreadable("it must not have persistent ids, which are not supported", opcode);
}

function setItem(machine: Machine): void {
  const value = machine.pop();
  machine.setItems([machine.pop(), value]);
}

function stackGlobal(machine: Machine): void {
  const name = textOf(machine.pop());
  const module = textOf(machine.pop());
  if (name === undefined || module === undefined) throw new Unreadable("the name of a global must be text");
  machine.push(globalOf(module, name));
}

/** A whole number of Python's, which may have any length: two's complement, the lowest byte first. */
function integer(bytes: Uint8Array): number | bigint {
  if (bytes.length > longest) throw new Unreadable(`a number must not be larger than ${longest} bytes`, bytes.length);
  let number = 0n;
  for (const byte of bytes.toReversed()) number = (number << 8n) | BigInt(byte);
  return plain(BigInt.asIntN(8 * bytes.length, number));
}
function numberIn(text: string): number | bigint | boolean {
  if (text === "00" || text === "01") return text === "01";
  if (!/^\s*[+-]?\d{1,150}\s*$/.test(text)) throw new Unreadable("a line must be a number", text.slice(0, 100));
  return plain(BigInt(text.trim().replace(/^\+/, "")));
}
function plain(number: bigint): number | bigint {
  return Number.isSafeInteger(Number(number)) ? Number(number) : number;
}
function floatIn(text: string): number {
  const [, sign = "", word = ""] = /^([+-]?)(inf|nan)$/i.exec(text.trim()) ?? [];
  if (word !== "") return word.toLowerCase() === "nan" ? Number.NaN : sign === "-" ? -Infinity : Infinity;
  if (/^\s*[+-]?[\d.]+(e[+-]?\d+)?\s*$/i.test(text) && !Number.isNaN(Number(text))) return Number(text);
  throw new Unreadable("a line must be a number", text.slice(0, 100));
}
function slotIn(text: string): number {
  if (/^\d{1,10}$/.test(text)) return Number(text);
  throw new Unreadable("a slot of the memo must be a number", text.slice(0, 100));
}

const escapes: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", a: "\x07", b: "\b", f: "\f", v: "\v" };

/** The bytes that a literal of Python 2 stands for: `'a\x00b'`. */
function quoted(line: string): Bytes {
  const text = line.trim();
  const quote = text[0];
  if (text.length < 2 || (quote !== "'" && quote !== '"') || text.at(-1) !== quote) {
    throw new Unreadable("a string must stand in quotes", text.slice(0, 100));
  }
  const plain = text.slice(1, -1).replace(/\\(?:x([\da-fA-F]{2})|([0-7]{1,3})|([\s\S]))/g, (_, hex, octal, sign) => {
    if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
    if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8) & 255);
    return escapes[sign as string] ?? (/[\\'"]/.test(sign) ? sign : `\\${sign}`);
  });
  return new Bytes(Uint8Array.from(plain, (letter) => letter.charCodeAt(0)));
}

/** Text of protocol 0: Latin-1, and `\\u` escapes for what is not in it. */
function unescaped(line: string): string {
  return line.replace(/\\u([\da-fA-F]{4})|\\U([\da-fA-F]{8})/g, (all, short, long) => {
    const code = Number.parseInt(short ?? long, 16);
    return code > 0x10ffff ? all : String.fromCodePoint(code);
  });
}

function utf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new Unreadable("its text must be UTF-8, the encoding is invalid");
  }
}
