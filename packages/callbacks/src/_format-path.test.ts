import { OptionError } from "@hornbeam/core";
import { describe, expect, it } from "vitest";
import { PathTemplate } from "./_format-path.ts";

const format = (template: string) =>
  new PathTemplate("ModelCheckpoint", template).format({ epoch: 3, batch: 12 }, { loss: 0.125, accuracy: 1 });

describe("PathTemplate", () => {
  // expected: template.format(epoch=3, batch=12, loss=0.125, accuracy=1.0) of CPython 3.11
  it.each([
    ["{epoch:02d}-{loss:.2f}.keras", "03-0.12.keras"],
    ["{epoch}-{accuracy}-{loss}.keras", "3-1.0-0.125.keras"],
    ["{{{epoch:>4}}}", "{   3}"],
    ["{loss:e} {loss:.3g} {accuracy:.0%}", "1.250000e-01 0.125 100%"],
    ["{loss!s:>7}|{epoch!r:*<3}", "  0.125|3**"],
    ["plain", "plain"],
    ["", ""],
  ])("formats %j as Python does", (template, expected) => {
    expect(format(template)).toBe(expected);
  });

  it.each(["{", "}", "{}", "{0.real}", "{loss:{epoch}}", "{loss!x}", "a}b"])("refuses the format %j", (template) => {
    expect(() => new PathTemplate("ModelCheckpoint", template)).toThrow(OptionError);
  });

  it("refuses fields that do not exist, those of objects included", () => {
    expect(() => format("{constructor}")).toThrow('its fields must be among the logs, received "constructor"');
    expect(() => format("{toString}")).toThrow(OptionError);
  });

  it("refuses a format that does not suit the value", () => {
    expect(() => format("{loss:d}")).toThrow(
      'Cannot format the path "{loss:d}" of ModelCheckpoint: the format of `loss` must suit its value 0.125, received "d"',
    );
  });
});
