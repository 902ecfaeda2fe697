import { expect, it } from "vitest";
import { parseYaml } from "../serialization/parse-yaml.ts";
import { toYaml } from "./to-yaml.ts";

it("writes blocks of keys and items", () => {
  expect(toYaml({ name: "m", layers: [{ units: 3, on: true }, []], shape: [null, 4], none: {} })).toBe(
    'name: "m"\nlayers:\n  -\n    units: 3\n    "on": true\n  - []\nshape:\n  - null\n  - 4\nnone: {}\n',
  );
});

it.each([
  [{ list: [[1, [2]], { a: { b: [] } }], text: "a: b # c\n'\"\\", "": 0, no: "yes", "1": "2", "key: odd": null }],
  [[Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1e21, -0.5, 1e-7]],
  ["plain"],
  [[]],
])("writes %j so that it comes back", (data) => {
  expect(parseYaml(toYaml(data))).toEqual(data);
});

it("writes what is not a number so that it comes back", () => {
  expect(parseYaml(toYaml([Number.NaN]))).toEqual([Number.NaN]);
});
