/** The nets that are timed: what each step trains on. */
export const workloads = {
  "mlp-32": { title: "MLP 784-300-100-10, batch 32, SGD", batch: 32, shape: [784] },
  "cnn-128": {
    title: "CNN 5×5×16, pool, 5×5×36, pool, 128, 10 on 28×28, batch 128, Adam",
    batch: 128,
    shape: [28, 28, 1],
  },
} as const;
export type Workload = keyof typeof workloads;

/** What the driver asks of a contestant, one line of JSON each: so many steps, then their times. */
export interface Request {
  readonly steps: number;
}
/** What a contestant answers: milliseconds of each step, and the loss after the last. */
export interface Answer {
  readonly ms: readonly number[];
  readonly loss: number;
}

/** The same pictures for all: a fixed pattern with a class in it, so that the loss must fall. */
export function pattern(batch: number, size: number): { x: Float32Array; y: Int32Array } {
  const y = Int32Array.from({ length: batch }, (_, i) => i % 10);
  const x = Float32Array.from({ length: batch * size }, (_, at) => {
    const pixel = at % size;
    const label = y[Math.floor(at / size)]!;
    return (((pixel * 7 + label * 131) % 17) / 17) * (pixel % 10 === label ? 1 : 0.2);
  });
  return { x, y };
}
