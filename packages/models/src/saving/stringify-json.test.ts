import { parseJson } from "@hornbeam/core";
import { expect, it } from "vitest";
import { stringifyJson } from "./stringify-json.ts";

it("writes plain data as JSON.stringify does", () => {
  const data = { units: 3, rate: 0.5, name: 'with "quotes" and \u0001', shape: [null, 4], nested: { on: true } };
  expect(stringifyJson(data)).toBe(JSON.stringify(data));
});

it("writes numbers that are not finite as Python does, and reads them back", () => {
  const data = { clipnorm: Number.POSITIVE_INFINITY, list: [Number.NaN, Number.NEGATIVE_INFINITY] };
  expect(stringifyJson(data)).toBe('{"clipnorm":Infinity,"list":[NaN,-Infinity]}');
  expect(parseJson(stringifyJson(data))).toEqual(data);
});

it("writes floats where Keras tells them from integers", () => {
  expect(stringifyJson({ learning_rate: 1, momentum: 0, units: 1, beta: 0.5 })).toBe(
    '{"learning_rate":1.0,"momentum":0.0,"units":1,"beta":0.5}',
  );
});
