import { OptionError } from "@hornbeam/core";
import { describe, expect, it, vi } from "vitest";
import { Progbar, type ProgbarOptions } from "./progbar.ts";

type Step = [wait: number, current: number, values: [string, number][], finalize: boolean | null];
const back = (columns: number) => "\b".repeat(columns);

function draw(options: ProgbarOptions, steps: readonly Step[]): string[] {
  let now = 1000;
  const written: string[] = [];
  const bar = new Progbar({ terminal: true, write: (text) => void written.push(text), clock: () => now, ...options });
  for (const [wait, current, values, finalize] of steps) {
    now += wait;
    bar.update(current, values, finalize === null ? {} : { finalize });
  }
  return written;
}

describe("Progbar", () => {
  // `text` is what keras.utils.Progbar of Keras 3.15.1 writes with its clock set by hand; each step is
  // [seconds that pass, current, values, finalize]
  const cases: { name: string; options: ProgbarOptions; steps: Step[]; text: string[] }[] = [
    {
      name: "averages",
      options: { target: 3 },
      steps: [
        [
          0.5,
          1,
          [
            ["loss", 1.5],
            ["small", -0.0005],
          ],
          null,
        ],
        [
          0.01,
          2,
          [
            ["loss", 0.5],
            ["small", -0.0005],
          ],
          null,
        ],
        [0.3, 2, [["loss", 0.5]], null],
        [0.2, 3, [["loss", 0.25]], null],
      ],
      text: [
        "\r\u001b[1m1/3\u001b[0m \u001b[32m━━━━━━\u001b[0m\u001b[37m━━━━━━━━━━━━━━\u001b[0m \u001b[1m1s\u001b[0m 500ms/step - loss: 1.5000 - small: -5.0000e-04",
        `${back(74)}\r\u001b[1m2/3\u001b[0m \u001b[32m━━━━━━━━━━━━━\u001b[0m\u001b[37m━━━━━━━\u001b[0m \u001b[1m0s\u001b[0m 310ms/step - loss: 0.8333 - small: -5.0000e-04`,
        `${back(74)}\r\u001b[1m3/3\u001b[0m \u001b[32m━━━━━━━━━━━━━━━━━━━━\u001b[0m\u001b[37m\u001b[0m \u001b[1m1s\u001b[0m 255ms/step - loss: 0.2500 - small: -5.0000e-04\n`,
      ],
    },
    {
      name: "stateless none, long",
      options: { target: 120, statelessMetrics: [] },
      steps: [
        [
          31,
          1,
          [
            ["accuracy", 0.5],
            ["loss", 2.0],
          ],
          false,
        ],
        [
          3000,
          60,
          [
            ["accuracy", 0.75],
            ["loss", Number.NaN],
          ],
          false,
        ],
        [
          3700,
          61,
          [
            ["accuracy", 0.5],
            ["loss", 0.00012345],
          ],
          false,
        ],
        [
          0.01,
          120,
          [
            ["accuracy", 0.5],
            ["loss", 0.00012345],
          ],
          true,
        ],
      ],
      text: [
        "\r\u001b[1m  1/120\u001b[0m \u001b[37m━━━━━━━━━━━━━━━━━━━━\u001b[0m \u001b[1m1:01:29\u001b[0m 31s/step - accuracy: 0.5000 - loss: 2.0000",
        `${back(79)}\r\u001b[1m 60/120\u001b[0m \u001b[32m━━━━━━━━━━\u001b[0m\u001b[37m━━━━━━━━━━\u001b[0m \u001b[1m50:50\u001b[0m 51s/step - accuracy: 0.7500 - loss: nan     `,
        `${back(74)}\r\u001b[1m 61/120\u001b[0m \u001b[32m━━━━━━━━━━\u001b[0m\u001b[37m━━━━━━━━━━\u001b[0m \u001b[1m1:49:48\u001b[0m 112s/step - accuracy: 0.5000 - loss: 1.2345e-04`,
        `${back(84)}\r\u001b[1m120/120\u001b[0m \u001b[32m━━━━━━━━━━━━━━━━━━━━\u001b[0m\u001b[37m\u001b[0m \u001b[1m6731s\u001b[0m 56s/step - accuracy: 0.5000 - loss: 1.2345e-04   \n`,
      ],
    },
    {
      name: "unknown",
      options: { target: null },
      steps: [
        [0.02, 1, [["loss", 1.0]], null],
        [0.06, 2, [["loss", 3.0]], null],
        [0.06, 5, [["loss", 3.0]], true],
      ],
      text: [
        "\r      1/Unknown \u001b[1m0s\u001b[0m 20ms/step - loss: 1.0000",
        `${back(43)}\r      2/Unknown \u001b[1m0s\u001b[0m 60ms/step - loss: 2.0000`,
        `${back(43)}\r      5/Unknown \u001b[1m0s\u001b[0m 30ms/step - loss: 3.0000\n`,
      ],
    },
    {
      name: "verbose 2",
      options: { target: 10, verbose: 2 },
      steps: [
        [0.5, 5, [["loss", 1.0]], null],
        [
          2.0,
          10,
          [
            ["loss", -3.0],
            ["x", 0.5],
          ],
          null,
        ],
      ],
      text: ["10/10 - 2s - 250ms/step - loss: -3.0000e+00 - x: 0.5000\n"],
    },
    {
      name: "microseconds",
      options: { target: 2, unitName: "sample", width: 7 },
      steps: [
        [5e-5, 1, [], null],
        [3e-5, 2, [], null],
      ],
      text: [
        "\r\u001b[1m1/2\u001b[0m \u001b[32m━━━\u001b[0m\u001b[37m━━━━\u001b[0m \u001b[1m0s\u001b[0m 50us/sample",
        `${back(26)}\r\u001b[1m2/2\u001b[0m \u001b[32m━━━━━━━\u001b[0m\u001b[37m\u001b[0m \u001b[1m0s\u001b[0m 30us/sample\n`,
      ],
    },
    {
      name: "zero",
      options: { target: 0, verbose: 1 },
      steps: [[0.5, 0, [["a", 1.0]], null]],
      text: ["\r      0/Unknown \u001b[1m0s\u001b[0m 0s/step - a: 1.0000\n"],
    },
  ];
  it.each(cases)("draws byte for byte what Keras draws: $name", ({ options, steps, text }) => {
    expect(draw(options, steps)).toEqual(text);
  });

  const steps: Step[] = [
    [0.5, 1, [["loss", 1.5]], null],
    [0.5, 2, [["loss", 0.5]], null],
  ];
  it("writes its last state only, without colours, where it cannot be drawn over", () => {
    expect(draw({ target: 2, terminal: false }, steps)).toEqual([
      "2/2 ━━━━━━━━━━━━━━━━━━━━ 1s 500ms/step - loss: 0.5000\n",
    ]);
  });

  it("writes nothing at level 0", () => {
    expect(draw({ target: 2, verbose: 0 }, steps)).toEqual([]);
  });

  it("shows the values named in statefulMetrics as they are", () => {
    const frames = draw({ target: 3, terminal: true, statefulMetrics: ["rate"] }, [
      [1, 1, [["rate", 1]], null],
      [1, 2, [["rate", 3]], null],
    ]);
    expect(frames[1]).toContain("rate: 3.0000");
  });

  it("adds steps and takes values by name", () => {
    const written: string[] = [];
    const bar = new Progbar({ target: 4, verbose: 2, write: (text) => void written.push(text), clock: () => 0 });
    bar.add(1, { loss: 2 });
    bar.add(3, { loss: 0.5 });
    expect(written).toEqual(["4/4 - 0s - 0s/step - loss: 0.5000\n"]);
  });

  it("writes to the standard output unless told otherwise", () => {
    const write = vi.spyOn(process.stdout, "write").mockReturnValue(true);
    try {
      new Progbar({ target: 1, verbose: 2, clock: () => 0 }).update(1);
      expect(write.mock.calls).toEqual([["1/1 - 0s - 0s/step\n"]]);
    } finally {
      write.mockRestore();
    }
  });

  it("refuses options that do not fit", () => {
    expect(() => new Progbar({ target: 1, width: -1 })).toThrow(OptionError);
    expect(() => new Progbar({ target: -1 })).toThrow(
      "Cannot create Progbar: `target` must be a non-negative integer or null, received -1",
    );
    expect(() => new Progbar({ target: 1, statefulMetrics: ["a"], statelessMetrics: [] })).toThrow(
      "Cannot create Progbar: only one of `statefulMetrics` and `statelessMetrics` may be given",
    );
    expect(() => new Progbar({ target: 1, speed: 2 } as never)).toThrow(
      "Cannot create Progbar: unknown option `speed`",
    );
  });
});
