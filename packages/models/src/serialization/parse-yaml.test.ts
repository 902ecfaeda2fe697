import { ConfigError } from "@hornbeam/core";
import { expect, it } from "vitest";
import { parseYaml } from "./parse-yaml.ts";

/** An error of a class with exactly this message. */
const says = (Class: { readonly name: string }, message: string) =>
  expect.objectContaining({ name: Class.name, message });

it("reads plain data", () => {
  expect(parseYaml("units: 3\nshape: [null, 4]\nname: !!str 1\n")).toEqual({ units: 3, shape: [null, 4], name: "1" });
});

it.each([
  ["a: &x 1\nb: *x", 'Cannot parse YAML: an alias is not allowed, received "*x"'],
  ["a: !!js/function 'x'", 'Cannot parse YAML: a tag is not allowed, received "tag:yaml.org,2002:js/function"'],
  ["a: !python/object:os.system x", 'Cannot parse YAML: a tag is not allowed, received "!python/object:os.system"'],
  ["a:\n  <<: {b: 1}", 'Cannot parse YAML: a merge of keys is not allowed, received "<<"'],
  ["__proto__: {polluted: 1}", 'Cannot parse YAML: this key is not allowed, received "__proto__"'],
  [
    "a: 1\na: 2",
    'Cannot parse YAML: the text must parse as YAML, received "Map keys must be unique at line 2, column 1:"',
  ],
])("refuses %j", (text, message) => {
  expect(() => parseYaml(text)).toThrow(says(ConfigError, message));
});
