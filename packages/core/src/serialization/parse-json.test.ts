import { describe, expect, it } from "vitest";
import { ConfigError } from "../errors.ts";
import { parseJson } from "./parse-json.ts";

function messageOf(text: string): string {
  try {
    parseJson(text);
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return (error as Error).message;
  }
  throw new Error("nothing was refused");
}

describe("parseJson", () => {
  it("reads what JSON.parse reads", () => {
    const texts = [
      ' {"a": [1, -2.5e+3, 0.125, true, false, null], "b": {"": "x"}, "c": []} ',
      '"\\"\\\\\\/\\b\\f\\n\\r\\t\\u00fc\\ud83d\\ude00"',
      '"ü😀 plain"',
      '"ends with a backslash \\\\"',
      "0",
      "-0",
      "1e3",
      "{}",
      "[\n]",
      "\t[ [ ] , { } ]\r\n",
      '{"constructor": 1, "toString": 2}',
    ];
    for (const text of texts) expect(parseJson(text)).toEqual(JSON.parse(text));
    expect(Object.is(parseJson("-0"), -0)).toBe(true);
  });

  it("reads numbers that are not finite, as Python writes them", () => {
    expect(parseJson("[NaN, Infinity, -Infinity]")).toEqual([
      Number.NaN,
      Number.POSITIVE_INFINITY,
      Number.NEGATIVE_INFINITY,
    ]);
  });

  it("reads long strings and long lists", () => {
    const long = "x".repeat(3_000_000);
    expect(parseJson(JSON.stringify([long, `${long}\\"`]))).toEqual([long, `${long}\\"`]);
    expect(parseJson(`[${"1,".repeat(200_000)}2]`)).toHaveLength(200_001);
  });

  it.each([
    ["", 'Cannot parse JSON: a value must come here, at character 0 of 0, received the "end of the text"'],
    ["[1,]", 'Cannot parse JSON: a value must come here, at character 3 of 4, received "]"'],
    ['{"a" 1}', 'Cannot parse JSON: ":" must come here, at character 5 of 7, received "1}"'],
    ["{a: 1}", 'Cannot parse JSON: a string must come here, at character 1 of 6, received "a: 1}"'],
    ["[1 2]", 'Cannot parse JSON: "]" must come here, at character 3 of 5, received "2]"'],
    ["01", 'Cannot parse JSON: nothing may follow the value, at character 1 of 2, received "1"'],
    ["'a'", "Cannot parse JSON: a value must come here, at character 0 of 3, received \"'a'\""],
    ['"abc', 'Cannot parse JSON: a string must have an end, at character 0 of 4, received "\\"abc"'],
    [
      '"a\nb"',
      'Cannot parse JSON: a string must not have control characters or unknown escapes, at character 0 of 5, received "\\"a\\nb\\""',
    ],
    [
      '"\\x41"',
      'Cannot parse JSON: a string must not have control characters or unknown escapes, at character 0 of 6, received "\\"\\\\x41\\""',
    ],
    [
      '{"a": 1, "a": 2}',
      'Cannot parse JSON: the keys of an object must be unique, none twice: "a", at character 12 of 16, received ": 2}"',
    ],
    [
      '{"__proto__": 1}',
      'Cannot parse JSON: the key "__proto__" is not allowed, at character 12 of 16, received ": 1}"',
    ],
    [
      '{"\\u005f_proto__": 1}',
      'Cannot parse JSON: the key "__proto__" is not allowed, at character 17 of 21, received ": 1}"',
    ],
  ])("refuses %j", (text, message) => {
    expect(messageOf(text)).toBe(message);
  });

  it("refuses to nest deeper than its limit", () => {
    expect(messageOf("[".repeat(100_000))).toMatch(
      /^Cannot parse JSON: it must not nest more than 500 deep, at character 500 of 100000/,
    );
    expect(() => parseJson("[[[]]]", { depth: 2 })).toThrow("it must not nest more than 2 deep");
    expect(parseJson("[[[]]]", { depth: 3 })).toEqual([[[]]]);
  });
});
