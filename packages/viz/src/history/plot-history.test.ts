import { OptionError, StateError } from "@hornbeam/core";
import { describe, expect, it } from "vitest";
import { plotHistory } from "./plot-history.ts";

const epochs = (count: number) => Array.from({ length: count }, (_, i) => i);
const texts = (svg: string) => [...svg.matchAll(/<text[^>]*>([^<]*)/g)].map((match) => match[1]);
const lines = (svg: string) => [...svg.matchAll(/<path d="(M[^"]*)"/g)].map((match) => match[1]);

describe("plotHistory", () => {
  it("puts points where the scales say", () => {
    // one panel at 24, 60, of 420 by 280, with one row of legend: the plot is from 109 to 300, right of 50.
    // 0.5 to 1 with room is 0.47 to 1.03, so 1 is at 300 - 0.53 / 0.56 · 191 = 119.23
    const svg = plotHistory({ epoch: [0, 1], history: { accuracy: [0.5, 1] } }).toSVG();
    expect(lines(svg)).toContain("M59,289.77L435,119.23");
    expect(svg).toContain('<circle cx="435" cy="119.23" r="4.5"');
    expect(texts(svg)).toEqual(
      expect.arrayContaining([
        "Training history",
        "2 epochs",
        "accuracy",
        "best",
        "1 · epoch 2",
        "Epoch",
        "0.5",
        "1.0",
      ]),
    );
  });

  it("draws training solid and validation dashed in one hue", () => {
    const svg = plotHistory({ epoch: [0, 1], history: { loss: [1, 0.5], val_loss: [0.9, 0.7] } }).toSVG();
    const solid = /<g fill="none" stroke="(#\w+)"[^>]*><path d="M[^"]*"\/>/.exec(svg)?.[1];
    const dashed = /<g fill="none" stroke="(#\w+)"[^>]*><path d="M[^"]*" stroke-dasharray="5 3"\/>/.exec(svg)?.[1];
    expect(solid).toBe("#2563c9");
    expect(dashed).toBe(solid);
    expect(texts(svg)).toEqual(expect.arrayContaining(["training", "0.5", "validation", "0.7", "0.7 · epoch 2"]));
  });

  it("has a panel a metric: the loss first, learning rates last, validation with its kin", () => {
    const one = [0.5];
    const history = { accuracy: one, learning_rate: one, loss: one, val_accuracy: one, val_loss: one, val_only: one };
    const svg = plotHistory({ epoch: [0], history }).toSVG();
    const titles = [...svg.matchAll(/<g class="panel"><text[^>]*>([^<]*)/g)].map((match) => match[1]);
    expect(titles).toEqual(["loss", "accuracy", "only", "learning_rate"]);
    const chosen = plotHistory({ epoch: [0], history }, { metrics: ["learning_rate", "accuracy"] }).toSVG();
    const shown = [...chosen.matchAll(/<g class="panel"><text[^>]*>([^<]*)/g)].map((match) => match[1]);
    expect(shown).toEqual(["learning_rate", "accuracy"]);
  });

  it("shows one epoch as a point in the middle", () => {
    const svg = plotHistory({ epoch: [4], history: { loss: [0.5] } }).toSVG();
    // "0.46" is 23.38 wide at size 10.5: between 24 + 23.38 + 8 + 9 and 435, halfway up
    expect(svg).toContain('<circle cx="249.69" cy="204.5" r="2.5"');
    expect(texts(svg)).toContain("5");
    expect(texts(svg)).toContain("1 epoch");
    expect(texts(svg)).not.toContain("best");
  });

  it("parts lines at values that are not finite, marks them and names their epochs", async () => {
    const loss = [3, 2, Number.NaN, 1, Infinity, 2, 1];
    const picture = plotHistory({ epoch: epochs(7), history: { loss } });
    const svg = picture.toSVG();
    expect(svg).not.toMatch(/NaN[^<]*"/);
    expect(lines(svg).filter((d) => /^M[\d.,]+L[\d.,]+$/.test(d!))).toHaveLength(2);
    expect(svg.match(/l7,7m0,-7l-7,7/g)).toHaveLength(3); // two in the plot, one in the legend
    expect(texts(svg)).toContain("not finite at 3, 5");
    expect((await picture.toPNG()).length).toBeGreaterThan(1000);
  });

  it("shows histories of nothing but NaN, and null, which JSON makes of it", () => {
    const history = { loss: [Number.NaN, Number.NaN], mae: [null, 1] as unknown as number[] }; // as read from JSON
    const svg = plotHistory({ epoch: [0, 1], history }).toSVG();
    expect(texts(svg)).toContain("not finite at 1, 2");
    expect(texts(svg)).toContain("not finite at 1");
  });

  it("marks what is not above zero on a logarithmic axis", () => {
    const history = { loss: [1, 0, 0.01], mae: [0, 0, 0] };
    const svg = plotHistory({ epoch: epochs(3), history }, { logScale: true }).toSVG();
    expect(texts(svg)).toContain("not above 0 at 2");
    expect(svg.match(/not above 0/g)).toHaveLength(1); // the second panel falls back to a linear axis
  });

  it("draws thousands of epochs in as many points as can be seen", () => {
    const loss = epochs(20_000).map((i) => Math.exp(-i / 4000) + 0.1 * Math.sin(i * i));
    const svg = plotHistory({ epoch: epochs(20_000), history: { loss } }, { smoothing: 0.9 }).toSVG();
    expect(svg.length).toBeLessThan(70_000);
    expect(svg).toContain('opacity="0.3"');
  });

  it("places sparse validation by its frequency", () => {
    const history = { loss: [4, 3, 2, 1], val_loss: [2, 1] };
    const svg = plotHistory({ epoch: epochs(4), history }).toSVG();
    expect(texts(svg)).toContain("4 epochs, validated after 2, 4");
    const given = plotHistory({ epoch: epochs(4), history }, { validationFreq: [1, 4] }).toSVG();
    expect(texts(given)).toContain("4 epochs, validated after 1, 4");
  });

  it("escapes names", () => {
    const name = "</text><script>alert(1)</script>";
    const page = plotHistory({ epoch: [0], history: { [name]: [1] } }, { title: name }).toHTML();
    expect(page).not.toContain("<script>alert");
    expect(page).toContain("\\u003cscript>alert(1)");
  });

  it("takes the directions that names do not tell", () => {
    const history = { epoch: [0, 1, 2], history: { score: [1, 3, 2] } };
    expect(texts(plotHistory(history).toSVG())).not.toContain("best");
    expect(texts(plotHistory(history, { modes: { score: "max" } }).toSVG())).toContain("3 · epoch 2");
    expect(texts(plotHistory(history, { modes: { score: "min" } }).toSVG())).toContain("1 · epoch 1");
  });

  it("refuses what is no history", () => {
    const refuses = (history: unknown, message: string, type: typeof OptionError = OptionError) => {
      const call = () => plotHistory(history as never);
      expect(call).toThrow(type);
      expect(call).toThrow(message);
    };
    refuses(undefined, "Cannot plot history: it must be what `fit` returns: { epoch, history }, received undefined");
    refuses({ history: { loss: 3 } }, 'Cannot plot history: "loss" must be a list of numbers, received 3');
    refuses({ history: { loss: ["a"] } }, 'Cannot plot history: "loss" must be a list of numbers, received ["a"]');
    refuses(
      { epoch: [0, 1, 2], history: { loss: [1] } },
      'Cannot plot history: "loss" must have a value for each of 3 epochs, received length 1',
    );
    refuses(
      { epoch: epochs(10), history: { loss: epochs(10), val_loss: epochs(4) } },
      'Cannot plot history: "val_loss" must have a value for each of 10 epochs, received length 4\n' +
        "Pass the `validationFreq` of `fit` to say which epochs they belong to.",
    );
    expect(() => plotHistory({ epoch: [], history: {} })).toThrow(StateError);
    expect(() => plotHistory({ epoch: [], history: {} })).toThrow(
      "Cannot plot history: there must be an epoch with a metric, received {}\n" +
        "Pass what `fit` returned, after at least one epoch.",
    );
  });

  it("refuses options that do not exist or do not fit", () => {
    const history = { epoch: [0], history: { loss: [1] } };
    const refuses = (options: object, message: string) => expect(() => plotHistory(history, options)).toThrow(message);
    refuses(
      { smoth: 1 },
      "Cannot plot history: options must be among `title`, `metrics`, `columns`, `panelWidth`, `panelHeight`, " +
        '`logScale`, `smoothing`, `modes`, `validationFreq`, received "smoth"',
    );
    refuses({ smoothing: 1 }, "Cannot plot history: `smoothing` must be a number in [0, 1), received 1");
    refuses({ columns: 0 }, "Cannot plot history: `columns` must be a positive integer, received 0");
    refuses({ metrics: ["acc"] }, 'Cannot plot history: `metrics` must be among loss, received "acc"');
    refuses({ modes: { loss: "up" } }, 'Cannot plot history: `modes` must be an object of "min" and "max", received');
    refuses({ validationFreq: 0 }, "`validationFreq` must be a positive integer or a list of epochs, received 0");
    refuses({ logScale: 3 }, "Cannot plot history: `logScale` must be a list of strings, received 3");
    refuses({ panelWidth: 10 }, "Cannot plot history: `panelWidth` must be a number from 240 to 4000, received 10");
  });
});
