import * as tf from "@hornbeam/kernels/tfjs";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { compiled, programOf, recordingOf, replayed } from "../../testing/programs.ts";
import { checkRange } from "../fused/check-range.ts";
import { adamUpdate } from "../fused/optimizers/adam.ts";
import { countUp } from "../fused/optimizers/bias-correction.ts";
import { allFinite } from "../fused/optimizers/gradients.ts";
import { sgdUpdate } from "../fused/optimizers/sgd.ts";
import { nextKey } from "../random/next-key.ts";
import { start } from "../start.ts";
import { limits } from "../threads/chunks.ts";
import { setThreads } from "../threads/threads.ts";
import { hostTensor, onlyIf, recordEffect } from "./host.ts";
import { compileRecordings } from "./record.ts";

const own = { ...limits };

describe.each([1, 2])("a part of a step that depends on a number, %i threads", (threads) => {
  beforeAll(async () => {
    await start();
    await setThreads(threads);
    Object.assign(limits, { alone: 0, shortest: 0, trials: false }); // everything is shared, as small as it goes
    return () => Object.assign(limits, own);
  });
  const variables: tf.Variable[] = [];
  const variable = (...values: number[]) => {
    const made = tf.tidy(() => tf.variable(tf.tensor1d(values)));
    variables.push(made);
    return made;
  };
  afterEach(() => tf.dispose(variables.splice(0)));
  const valuesOf = (list: readonly tf.Variable[]) => list.map((one) => [...one.dataSync()]);
  const good = [1, 2, 3, 4].map((k) => Float32Array.of(k, -k / 3, 1, 0.5));
  const bad = [Float32Array.of(1, Number.NaN, 1, 1), Float32Array.of(1, 1, Number.POSITIVE_INFINITY, 1)];

  /** Runs steps op by op, and as a program; both must leave the same. */
  function compare<T>(make: () => { step: (x: tf.Tensor1D) => tf.Tensor; look: () => T }): T[] {
    const [eager, recorded] = [make(), make()];
    for (let i = 0; i < 3; i++) tf.tidy(() => void eager.step(tf.tensor1d(good[0]!)));
    const before = tf.memory().numTensors;
    const program = programOf([good[0]!], recorded.step);
    expect(tf.memory().numTensors).toBe(before);
    expect(recorded.look()).toEqual(eager.look());
    const looks = [good[1]!, bad[0]!, good[2]!, bad[1]!, bad[0]!, good[3]!].map((values) => {
      const wanted = tf.tidy(() => [...eager.step(tf.tensor1d(values)).dataSync()] as never);
      expect(replayed(program, values)).toEqual(wanted);
      expect(recorded.look()).toEqual(eager.look());
      return recorded.look();
    });
    program.dispose();
    return looks;
  }

  it("is done or left out with each replay, in place and by assignment, and its effects with it", () => {
    const looks = compare(() => {
      const [w, m, v, total] = [variable(1, 2, 3, 4), variable(0, 0, 0, 0), variable(0, 0, 0, 0), variable(0)];
      const count = tf.variable(tf.scalar(0, "int32"));
      let steps = 0;
      const step = (x: tf.Tensor1D) => {
        const gradient = tf.mul(x, 0.5);
        const shown = tf.add(tf.sum(w), 1);
        onlyIf(allFinite([gradient]), () => {
          adamUpdate([w], [tf.div(gradient, 3)], {
            learningRate: tf.div(0.1, tf.add(1, count)),
            beta1: 0.9,
            beta2: 0.999,
            epsilon: 1e-7,
            iterations: count,
            momentums: [m],
            velocities: [v],
          });
          total.assign(tf.add(total, tf.sum(tf.exp(gradient))));
          countUp(count);
          recordEffect(
            () => {
              steps++;
            },
            () => {
              const before = steps;
              return () => {
                steps = before;
              };
            },
          );
        });
        return tf.mul(tf.add(shown, tf.sum(x)), 2);
      };
      return { step, look: () => [...valuesOf([w, m, v, total]), ...count.dataSync(), steps] };
    });
    expect(looks.map((look) => look.at(-1))).toEqual([4, 4, 5, 5, 5, 6]);
    expect(looks.map((look) => look.at(-2))).toEqual([4, 4, 5, 5, 5, 6]);
    expect(looks[1]).toEqual(looks[0]);
    expect(looks[2]).not.toEqual(looks[1]);
  });

  it("may consist of stock kernels too", () => {
    const looks = compare(() => {
      const sum = variable(0, 0, 0, 0);
      const step = (x: tf.Tensor1D) => {
        onlyIf(allFinite([x]), () => {
          const turned = tf.image.flipLeftRight(tf.reshape(x, [1, 2, 2, 1]) as tf.Tensor4D);
          sum.assign(tf.add(sum, tf.reshape(turned, [4])));
        });
        return tf.image.flipLeftRight(tf.reshape(x, [1, 2, 2, 1]) as tf.Tensor4D);
      };
      return { step, look: () => valuesOf([sum]) };
    });
    expect(looks[4]).toEqual(looks[2]);
    expect(looks[5]).not.toEqual(looks[4]);
  });

  it("is no example while it is left out", () => {
    const w = variable(1);
    const step = (x: tf.Tensor1D) => {
      onlyIf(allFinite([x]), () => w.assign(tf.reshape(tf.sum(x), [1])));
      return undefined;
    };
    const { partial, reason } = recordingOf([bad[0]!], step);
    expect([partial, reason]).toEqual([true, "a part was left out, since its condition did not hold"]);
    expect([...w.dataSync()]).toEqual([1]);
  });

  it("keeps to itself what it makes", () => {
    const w = variable(1, 1, 1, 1);
    const refused = (body: (x: tf.Tensor1D) => void) =>
      compiled([good[0]!], (x) => {
        body(x);
        return undefined;
      });
    expect(
      refused((x) => {
        let made: tf.Tensor1D = x;
        onlyIf(allFinite([x]), () => {
          made = tf.exp(x);
        });
        w.assign(tf.neg(made));
      }),
    ).toBe("Neg: what depends on a condition is used without it");
    expect(
      refused((x) => {
        w.assign(tf.exp(x));
        onlyIf(allFinite([x]), () => void w.assign(tf.neg(x)));
      }),
    ).toBe(`variable "${w.name}" is assigned before a condition and under it`);
    const numbered = tf.tidy(() => tf.variable(tf.scalar(1), true, "moving/mean#5809"));
    expect(
      refused((x) => {
        numbered.assign(tf.sum(x) as tf.Scalar);
        onlyIf(allFinite([x]), () => void numbered.assign(tf.max(x) as tf.Scalar));
      }),
    ).toBe('variable "moving/mean" is assigned before a condition and under it');
    numbered.dispose();
    expect(
      refused((x) => {
        onlyIf(allFinite([x]), () => {
          onlyIf(allFinite([x]), () => {});
        });
      }),
    ).toBe("a condition depends on another");
    expect(refused((x) => onlyIf(allFinite([x]), () => recordEffect(() => {})))).toBe(
      "an effect that cannot be taken back depends on a condition",
    );
    expect(
      refused((x) => {
        onlyIf(allFinite([x]), () =>
          recordEffect(
            () => {},
            () => () => {},
          ),
        );
        w.assign(
          tf.add(
            x,
            hostTensor(() => Float32Array.of(1), [1]),
          ),
        );
      }),
    ).toBe("a number of the host's comes after what depends on a condition");
  });
});

describe.each([1, 2])("a step that fails, %i threads", (threads) => {
  beforeAll(async () => {
    await start();
    await setThreads(threads);
    Object.assign(limits, { alone: 0, shortest: 0, trials: false });
    return () => Object.assign(limits, own);
  });

  it("changes nothing behind the first value that is refused, and goes on with the next batch", () => {
    const [w, rows] = [tf.variable(tf.ones([6, 2])), tf.variable(tf.tensor1d([7, 0], "int32"))];
    const counted: number[] = [];
    const step = (ids: tf.Tensor1D) => {
      const key = nextKey(rows);
      checkRange(ids, { least: -2, length: 8 }, (id) => new RangeError(`received ${id}`));
      const places: tf.Tensor1D = tf.cast(tf.relu(ids), "int32");
      sgdUpdate([w], [tf.unsortedSegmentSum(tf.gather(w, places), places, 6)], { learningRate: 1 });
      recordEffect(
        () => counted.push(1),
        () => () => void counted.pop(),
      );
      return tf.cast(tf.sum(key), "float32");
    };
    const x = Int32Array.of(0, 1, 2, 3, 4, 5, 0, 1, -2);
    const program = programOf([x], step);
    const before = [...w.dataSync()];
    expect(counted.length).toBe(3);
    const refused = (...ids: number[]) => {
      const tensors = tf.memory().numTensors;
      expect(() => program.replay([Int32Array.of(...ids)])).toThrow(
        new RangeError(`received ${ids.find((id) => id < -2 || id > 5)}`),
      );
      expect([...w.dataSync()]).toEqual(before);
      expect([counted.length, tf.memory().numTensors]).toEqual([3, tensors]);
    };
    refused(0, 1, 2, 3, 4, 5, 0, 1, 6);
    refused(-3, 9, 2, 3, 4, 5, 0, 1, 6);
    refused(0, 1, 2, 2 ** 31 - 1, -(2 ** 31), 5, 0, 1, 6);
    expect(rows.dataSync()[1]).toBe(6); // what comes before was done
    expect(program.replay([Int32Array.of(0, 0, 0, 0, 0, 0, 0, 0, 0)])).toBe(true);
    expect(counted.length).toBe(4);
    expect([...w.dataSync()].slice(0, 4)).toEqual([before[0]! * -8, before[1]! * -8, before[2], before[3]]);
    expect(() => tf.tidy(() => step(tf.tensor1d([6], "int32")))).toThrow(new RangeError("received 6"));
    program.dispose();
    tf.dispose([w, rows]);
  });

  it("fails where a gather in it would read beyond its rows", () => {
    const w = tf.variable(tf.range(0, 4));
    const program = programOf([Int32Array.of(0, 1)], (ids) => tf.gather(tf.square(w), ids));
    expect(replayed(program, Int32Array.of(3, 2))).toEqual([9, 4]);
    expect(() => program.replay([Int32Array.of(3, 4)])).toThrow("Cannot gather: indices must be in [0, 4), received 4");
    expect(replayed(program, Int32Array.of(1, 1))).toEqual([1, 1]);
    expect(program.statistics.hostActions).toBe(0);
    program.dispose();
    w.dispose();
  });

  it("is checked under a condition only where that holds", () => {
    const w = tf.variable(tf.tensor1d([0, 0]));
    const program = programOf([Int32Array.of(1, 1)], (ids) => {
      onlyIf(tf.cast(tf.greater(tf.min(ids), 0), "int32"), () => {
        checkRange(ids, { least: 0, length: 3 }, (id) => new RangeError(`received ${id}`));
        w.assign(tf.cast(ids, "float32"));
      });
      return undefined;
    });
    expect(program.replay([Int32Array.of(0, 9)])).toBe(true);
    expect([...w.dataSync()]).toEqual([1, 1]);
    expect(() => program.replay([Int32Array.of(1, 9)])).toThrow("received 9");
    expect(program.replay([Int32Array.of(0, 9)])).toBe(true);
    expect([...w.dataSync()]).toEqual([1, 1]);
    expect(program.replay([Int32Array.of(1, 2)])).toBe(true);
    expect([...w.dataSync()]).toEqual([1, 2]);
    program.dispose();
    w.dispose();
  });
});

it("two recordings that depend on different things make no program", async () => {
  await start();
  const w = tf.variable(tf.tensor1d([1]));
  const part = (x: tf.Tensor1D) => w.assign(tf.neg(x));
  const recorded = (isDependent: boolean) =>
    recordingOf([Float32Array.of(1)], (x) => {
      const flag = allFinite([x]);
      if (isDependent) onlyIf(flag, () => part(x));
      else {
        tf.cast(tf.notEqual(flag, 0), "int32"); // as a condition does
        part(x);
      }
      return undefined;
    });
  expect(compileRecordings(recorded(true), recorded(false))).toBe(
    "what depends on a condition changes from step to step",
  );
  w.dispose();
});
