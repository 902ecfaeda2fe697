import { NDArray } from "@hornbeam/core";
import { describe, expect, it } from "vitest";
import { readPickle } from "./read-pickle.ts";

const fromBase64 = (text: string) => Uint8Array.from(Buffer.from(text, "base64"));
const ascii = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));

// pickle.dumps({"n": None, "t": True, "f": [1.5, -2, 300, 70000, -1, 2**40, 2**70], "s": ("é", b"\xff\0"), "d": {1: []}}, protocol)
const plain = [
  "KGRwMApWbgpwMQpOc1Z0CnAyCkkwMQpzVmYKcDMKKGxwNApGMS41CmFJLTIKYUkzMDAKYUk3MDAwMAphSS0xCmFMMTA5OTUxMTYyNzc3NkwKYUwxMTgwNTkxNjIwNzE3NDExMzAzNDI0TAphc1ZzCnA1CihW6QpwNgpjX2NvZGVjcwplbmNvZGUKcDcKKFb/XHUwMDAwCnA4ClZsYXRpbjEKcDkKdHAxMApScDExCnRwMTIKc1ZkCnAxMwooZHAxNApJMQoobHAxNQpzcy4=",
  "gAJ9cQAoWAEAAABucQFOWAEAAAB0cQKIWAEAAABmcQNdcQQoRz/4AAAAAAAASv7///9NLAFKcBEBAEr/////igYAAAAAAAGKCQAAAAAAAAAAQGVYAQAAAHNxBVgCAAAAw6lxBmNfY29kZWNzCmVuY29kZQpxB1gDAAAAw78AcQhYBgAAAGxhdGluMXEJhnEKUnELhnEMWAEAAABkcQ19cQ5LAV1xD3N1Lg==",
  "gASVYAAAAAAAAAB9lCiMAW6UTowBdJSIjAFmlF2UKEc/+AAAAAAAAEr+////TSwBSnARAQBK/////4oGAAAAAAABigkAAAAAAAAAAEBljAFzlIwCw6mUQwL/AJSGlIwBZJR9lEsBXZRzdS4=",
];

// pickle.dumps({"a": np.arange(6, dtype=">i2").reshape(2, 3), "f": np.asfortranarray([[1.5, 2], [3, 4]])}, protocol), NumPy 2
const arrays = [
  "gAJ9cQAoWAEAAABhcQFjbnVtcHkuX2NvcmUubXVsdGlhcnJheQpfcmVjb25zdHJ1Y3QKcQJjbnVtcHkKbmRhcnJheQpxA0sAhXEEY19jb2RlY3MKZW5jb2RlCnEFWAEAAABicQZYBgAAAGxhdGluMXEHhnEIUnEJh3EKUnELKEsBSwJLA4ZxDGNudW1weQpkdHlwZQpxDVgCAAAAaTJxDomIh3EPUnEQKEsDWAEAAAA+cRFOTk5K/////0r/////SwB0cRJiiWgFWAwAAAAAAAABAAIAAwAEAAVxE2gHhnEUUnEVdHEWYlgBAAAAZnEXaAJoA0sAhXEYaAmHcRlScRooSwFLAksChnEbaA1YAgAAAGY4cRyJiIdxHVJxHihLA1gBAAAAPHEfTk5OSv////9K/////0sAdHEgYohoBVghAAAAAAAAAAAAw7g/AAAAAAAACEAAAAAAAAAAQAAAAAAAABBAcSFoB4ZxIlJxI3RxJGJ1Lg==",
  "gASVBwEAAAAAAAB9lCiMAWGUjBZudW1weS5fY29yZS5tdWx0aWFycmF5lIwMX3JlY29uc3RydWN0lJOUjAVudW1weZSMB25kYXJyYXmUk5RLAIWUQwFilIeUUpQoSwFLAksDhpRoBYwFZHR5cGWUk5SMAmkylImIh5RSlChLA4wBPpROTk5K/////0r/////SwB0lGKJQwwAAAABAAIAAwAEAAWUdJRijAFmlGgEaAdLAIWUaAmHlFKUKEsBSwJLAoaUaA6MAmY4lImIh5RSlChLA4wBPJROTk5K/////0r/////SwB0lGKIQyAAAAAAAAD4PwAAAAAAAAhAAAAAAAAAAEAAAAAAAAAQQJR0lGJ1Lg==",
];

describe("readPickle", () => {
  it.each(plain)("reads Python's plain values in protocols 0, 2 and 4: %#", (file) => {
    const value = readPickle(fromBase64(file));
    expect(value).toEqual(
      new Map<string, unknown>([
        ["n", null],
        ["t", true],
        ["f", [1.5, -2, 300, 70000, -1, 2 ** 40, 2n ** 70n]],
        ["s", ["é", "\xff\0"]],
        ["d", new Map([[1, []]])],
      ]),
    );
  });

  it.each(arrays)("reads arrays of NumPy's in either byte order and order of axes: %#", (file) => {
    const bytes = fromBase64(file);
    const value = readPickle(bytes) as Map<string, NDArray>;
    bytes.fill(0); // the arrays have their own
    expect(value.get("a")).toBeInstanceOf(NDArray);
    expect([value.get("a")!.dtype, value.get("a")!.toArray()]).toEqual(["int16", [[0, 1, 2], [3, 4, 5]]]); // biome-ignore format: one line
    expect([value.get("f")!.dtype, value.get("f")!.toArray()]).toEqual(["float64", [[1.5, 2], [3, 4]]]); // biome-ignore format: one line
  });

  it("reads literals of Python 2 with their escapes, and what old protocols say line by line", () => {
    expect(readPickle(ascii("S'a\\x00\\'\\n\\101\\q'\n."))).toBe("a\0'\nA\\q");
    expect(readPickle(ascii("(I1\nF-inf\nF1e-2\nL-7L\nV\\u0416\nt."))).toEqual([1, -Infinity, 0.01, -7, "Ж"]);
    expect(readPickle(ascii("(lp0\nI1\naI2\na."))).toEqual([1, 2]);
    expect(readPickle(ascii("\x80\x02(K\x01K\x021K\x050K\x03."))).toBe(3);
  });

  it("lets plain tuples be shared, as Python does, and keys be odd", () => {
    expect(readPickle(ascii("](K\x01\x85q\0h\0e."))).toEqual([[1], [1]]);
    const map = readPickle(ascii("}U\x09__proto__K\x01s.")) as Map<string, number>;
    expect([...map]).toEqual([["__proto__", 1]]);
    expect(Object.getPrototypeOf(map)).toBe(Map.prototype);
  });

  const refused: [what: string, pickle: string, message: string][] = [
    ["nothing", "", "a value must lie within the 0 bytes that are left: it is truncated, received 1"],
    ["another file", "<html>", "it must be a pickle: byte 0 is no opcode that is supported, received 60"],
    ["a newer protocol", "\x80\x05N.", "its protocol must be one of 0 to 4, others are not supported, received 5"],
    [
      "a call of os.system",
      "cos\nsystem\n(S'true'\ntR.",
      'it must use no globals but those of NumPy\'s arrays; others are not allowed, received "os.system"',
    ],
    [
      "a global by names on the stack",
      "\x8c\x08builtins\x8c\x04eval\x93.",
      'it must use no globals but those of NumPy\'s arrays; others are not allowed, received "builtins.eval"',
    ],
    ["an object of a class", "(iwords\nTouch\n.", 'it must not make objects of classes, which is not allowed, received "INST of words.Touch"'],
    ["a new object", "cnumpy\nndarray\n)\x81.", 'it must not make objects of classes, which is not allowed, received "NEWOBJ"'],
    ["an extension", "\x82\x01.", 'it must not use the extension registry, which is not allowed, received "EXT1"'],
    ["a persistent id", "Pid\n.", 'it must not have persistent ids, which are not supported, received "PERSID"'],
    ["a global for a value", "cnumpy\ndtype\n.", 'it must not hold globals as values, which are not allowed, received "numpy.dtype"'],
    ["a call that NumPy does not make", "cnumpy\nndarray\n(K\x05tR.", "it must not call numpy.ndarray in this way, which is not allowed"],
    ["a list in itself", "]q\0h\0a.", "a list must not be in more than one place, nor hold itself"],
    ["a list in two places", "](]q\0h\0e.", "a list must not be in more than one place, nor hold itself"],
    ["a list that changes in its place", "(]q\0th\0K\x01a.", "a list must not change once it is in another: it could hold itself"],
    ["deep nesting", `${"(".repeat(101)}${"t".repeat(101)}.`, "it must not nest more than 100 deep"],
    ["a length that the file has not", "B\xff\xff\xff\x7f.", "a value must lie within the 1 bytes that are left: it is truncated, received 2147483647"],
    ["a negative length", "T\xff\xff\xff\xff.", "a value must lie within the 1 bytes that are left: it is truncated, received -1"],
    ["an empty slot of the memo", "h\x07.", "the memo must hold what is asked of it, it is missing, received 7"],
    ["a stack without a mark", "t.", "a mark must be on the stack, it is missing"],
    ["an empty stack", "0.", "the stack must hold a value, it is out of range"],
    ["two values", "NN.", "it must leave one value, and no more"],
    ["a key without a value", "}(K\x01u.", "a dictionary must have a value for each key, one is missing"],
    ["a key that is a list", "}]Ns.", "a dictionary's keys must be text or numbers"],
    ["text that is none", "\x8c\x01\xff.", "its text must be UTF-8, the encoding is invalid"],
    ["an array without a state", "cnumpy.core.multiarray\n_reconstruct\n(cnumpy\nndarray\nK\0\x85C\x01btR.", "an array must have a state, which is missing"],
    ["records", "cnumpy\ndtype\nU\x02V8K\0K\x01\x87R(K\x03U\x01|N(U\x01atNtb.", "its arrays must not be of records, which are not supported"],
  ]; // biome-ignore format: a line each
  it.each(refused)("refuses %s", (_, pickle, message) => {
    const error = { name: "ConfigError", message: `Cannot read pickle: ${message}` };
    expect(() => readPickle(ascii(pickle))).toThrow(expect.objectContaining(error));
  });

  it("refuses an array that declares more than it has, naming the file", () => {
    const state =
      "(K\x01J\xff\xff\xff\x7fJ\0\0\x01\0\x86cnumpy\ndtype\nU\x02f4K\0K\x01\x87R(K\x03U\x01<NNNtb\x89U\x04\0\0\0\0tb.";
    const pickle = ascii(`cnumpy.core.multiarray\n_reconstruct\n(cnumpy\nndarray\nK\0\x85U\x01btR${state}`);
    expect(() => readPickle(pickle, { name: "data_batch_1" })).toThrow(
      'Cannot read pickle "data_batch_1": its shape must fit the 4 bytes of data, no more and no fewer, received dtype <f4, shape [2147483647, 65536]',
    );
  });

  it("refuses what it does not know", () => {
    expect(() => readPickle("a" as never)).toThrow('Cannot read pickle: it must be a Uint8Array, received "a"');
    expect(() => readPickle(ascii("N."), { encoding: "bytes" } as never)).toThrow(
      "Cannot read pickle: unknown option `encoding`\nKnown options: name.",
    );
  });
});
