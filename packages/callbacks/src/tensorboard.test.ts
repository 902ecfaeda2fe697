import { existsSync, readdirSync, readFileSync } from "node:fs";
import { inflateSync } from "node:zlib";
import { memory, NDArray, OptionError, ready, Variable } from "@hornbeam/core";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { FakeModel } from "./fixtures/fake-model.ts";
import { inFolder } from "./fixtures/folder.ts";
import { warningsOf } from "./fixtures/output.ts";
import { readEvents } from "./tensorboard/read-events.ts";
import { TensorBoard } from "./tensorboard.ts";

beforeAll(() => ready());

const shapes: [string, number[]][] = [
  ["conv/kernel", [2, 3, 1, 4]],
  ["conv/bias", [2]],
  ["dense/kernel", [3, 2]],
  ["row/kernel", [1, 3]],
  ["cube/kernel", [2, 2, 2, 2]],
  ["scalar", []],
];

/** The weights that the stored files were made with. */
function makeModel(): FakeModel {
  const weights = shapes.map(([name, shape]) => {
    const size = shape.reduce((a, b) => a * b, 1);
    const element = (i: number) =>
      Math.fround(Math.fround(Math.fround(((i * 7) % size) / Math.max(size - 1, 1)) * 1.5) - 0.25);
    const data = Float32Array.from({ length: size }, (_, i) => (name === "conv/bias" ? 0 : element(i)));
    return new Variable({ name, shape, initializer: new NDArray(data, shape) });
  });
  return new FakeModel({ weights });
}

/** Three epochs of three batches, each with a validation of two. */
async function run(board: TensorBoard, model = makeModel()): Promise<void> {
  board.setModel(model);
  await board.onTrainBegin();
  let iterations = 0;
  for (let epoch = 0; epoch < 3; epoch++) {
    board.onEpochBegin();
    for (let batch = 0; batch < 3; batch++) {
      board.onTrainBatchBegin();
      model.optimizer.iterations.assign(++iterations);
      await board.onTrainBatchEnd(batch, { accuracy: 0.25 * batch, loss: 1 / (iterations + 1) });
    }
    board.onTestBegin();
    for (let batch = 0; batch < 2; batch++) board.onTestBatchBegin();
    await board.onTestEnd({ accuracy: 0.5, loss: 0.3 + epoch });
    const logs = { accuracy: 0.5, loss: 0.1 * epoch, val_accuracy: 0.5, val_loss: 0.3 + epoch };
    await board.onEpochEnd(epoch, logs);
  }
  await board.onTrainEnd();
}

/** What a file says, without times; pictures by their pixels, because packers differ. */
function content(bytes: Uint8Array): unknown {
  const { fileVersion, events } = readEvents(bytes);
  const values = events.flatMap(({ step, values }) =>
    values.map(({ tag, plugin, tensor }) => ({
      step,
      tag,
      plugin,
      dtype: tensor?.dtype,
      shape: tensor?.shape,
      data: tensor?.dtype === "string" ? tensor.data.map(textOrPixels) : tensor?.data,
    })),
  );
  return { fileVersion, values };
}

function textOrPixels(bytes: Uint8Array): unknown {
  if (bytes[0] !== 0x89) return Buffer.from(bytes).toString();
  const file = Buffer.from(bytes);
  const [width, height, bits, colours] = [file.readUInt32BE(16), file.readUInt32BE(20), file[24], file[25]];
  const start = file.indexOf("IDAT");
  const rows = inflateSync(file.subarray(start + 4, start + 4 + file.readUInt32BE(start - 4)));
  return { width, height, bits, colours, pixels: unfilter(rows, width, height) };
}

/** Pixels of a grey picture whose rows are filtered by difference to the left (1), above (2), or not at all. */
function unfilter(rows: Buffer, width: number, height: number): number[] {
  const pixels: number[] = [];
  for (let y = 0; y < height; y++) {
    const filter = rows[y * (width + 1)]!;
    for (let x = 0; x < width; x++) {
      const left = x > 0 ? pixels[y * width + x - 1]! : 0;
      const above = y > 0 ? pixels[(y - 1) * width + x]! : 0;
      const corner = x > 0 && y > 0 ? pixels[(y - 1) * width + x - 1]! : 0;
      const guess = [0, left, above, (left + above) >> 1, paeth(left, above, corner)][filter]!;
      pixels.push((rows[y * (width + 1) + 1 + x]! + guess) & 255);
    }
  }
  return pixels;
}
function paeth(a: number, b: number, c: number): number {
  const [pa, pb, pc] = [Math.abs(b - c), Math.abs(a - c), Math.abs(a + b - 2 * c)];
  return pa <= pb && pa <= pc ? a : pb <= pc ? b : c;
}

interface Stored {
  readonly options: object;
  readonly train: string;
  readonly validation: string;
}
const { cases } = JSON.parse(readFileSync(new URL("fixtures/keras-events.json", import.meta.url), "utf8")) as {
  cases: Stored[];
};

describe("TensorBoard", () => {
  it.each(cases)("writes what Keras writes with $options", async ({ options, train, validation }) => {
    const board = new TensorBoard({ logDir: "logs", inMemory: true, ...options });
    const before = memory().numTensors;
    await run(board);
    expect(memory().numTensors).toBeLessThanOrEqual(before + 1); // the count of the fake optimizer
    const files = [...board.files];
    expect(files.map(([path]) => path)).toEqual([
      expect.stringMatching(/^logs\/train\/events\.out\.tfevents\.\d{10}\..+\.\d+\.\d+\.v2$/),
      expect.stringMatching(/^logs\/validation\/events\.out\.tfevents\.\d{10}\..+\.\d+\.\d+\.v2$/),
    ]);
    expect(content(files[0]![1])).toEqual(content(Buffer.from(train, "base64")));
    expect(content(files[1]![1])).toEqual(content(Buffer.from(validation, "base64")));
  });

  it("writes into folders of the disk, new files for each training", () =>
    inFolder(async (path) => {
      const board = new TensorBoard({ logDir: path("runs", "a") });
      await run(board);
      await run(board);
      expect(readdirSync(path("runs", "a")).sort()).toEqual(["train", "validation"]);
      const [first, second] = readdirSync(path("runs", "a", "train")).sort();
      expect(second).toBeDefined();
      const bytes = readFileSync(path("runs", "a", "train", first!));
      const { fileVersion, events } = readEvents(bytes);
      expect(fileVersion).toBe("brain.Event:2");
      expect(events.map(({ step, values }) => [values[0]?.tag, step])).toEqual([
        ["keras", 0],
        ...[0, 1, 2].flatMap((epoch) =>
          ["epoch_accuracy", "epoch_loss", "epoch_learning_rate"].map((tag) => [tag, epoch]),
        ),
      ]);
      expect(Math.abs(events[0]!.wallTime - Date.now() / 1000)).toBeLessThan(60);
      expect(board.files.size).toBe(0);
    }));

  it("keeps files in memory where there is no file system", async () => {
    vi.stubGlobal("process", undefined);
    const board = new TensorBoard();
    vi.unstubAllGlobals();
    await run(board);
    expect(board.files.size).toBe(2);
  });

  it("has each epoch on the disk when the epoch ends", () =>
    inFolder(async (path) => {
      const board = new TensorBoard({ logDir: path(), writeGraph: false });
      board.setModel(makeModel());
      await board.onTrainBegin();
      expect(readdirSync(path("train"))).toHaveLength(1);
      await board.onEpochEnd(0, { loss: 1 });
      const [name] = readdirSync(path("train"));
      expect(readEvents(readFileSync(path("train", name!))).events).toHaveLength(2);
      expect(existsSync(path("validation"))).toBe(false);
    }));

  it("measures batches a second", async () => {
    let now = 5000;
    const clock = vi.spyOn(performance, "now").mockImplementation(() => now);
    const board = new TensorBoard({ inMemory: true, updateFreq: "batch", writeStepsPerSecond: true });
    const model = makeModel();
    try {
      board.setModel(model);
      await board.onTrainBegin();
      board.onEpochBegin();
      for (let batch = 0; batch < 2; batch++) {
        board.onTrainBatchBegin();
        now += 250;
        model.optimizer.iterations.assign(batch + 1);
        await board.onTrainBatchEnd(batch, {});
      }
      await board.onEpochEnd(0, { loss: 1 });
    } finally {
      clock.mockRestore();
    }
    const [bytes] = [...board.files.values()];
    const scalars = readEvents(bytes!).events.flatMap(({ step, values }) => values.map((v) => [v.tag, step, v.scalar]));
    expect(scalars.filter(([tag]) => String(tag).includes("second"))).toEqual([
      ["batch_steps_per_second", 1, 4],
      ["batch_steps_per_second", 2, 4],
      ["epoch_steps_per_second", 0, 4],
    ]);
  });

  it("configures the projector and saves embeddings", async () => {
    const board = new TensorBoard({ inMemory: true, embeddingsFreq: 2, embeddingsMetadata: { words: "words.tsv" } });
    const model = makeModel();
    class Embedding {
      static readonly className = "Embedding";
      readonly name = "words";
      readonly weights = [];
    }
    Object.assign(model, { layers: [new Embedding()] });
    await run(board, model);
    expect(new TextDecoder().decode(board.files.get("logs/projector_config.pbtxt"))).toBe(
      'embeddings {\n  tensor_name: "layer_with_weights-0/embeddings/.ATTRIBUTES/VARIABLE_VALUE"\n  metadata_path: "words.tsv"\n}\n',
    );
    expect(model.saved).toEqual([0, 2].map((epoch) => `logs/train/keras_embedding.ckpt-${epoch}.weights.h5`));
    const wrong = new TensorBoard({ embeddingsFreq: 1, embeddingsMetadata: { wordz: "words.tsv" } });
    expect(() => wrong.setModel(model)).toThrow(
      'Cannot use TensorBoard: `embeddingsMetadata` must name `Embedding` layers of the model, it has unrecognized names, received ["wordz"]',
    );
  });

  it("goes on without the model's graph when that cannot be written", async () => {
    const model = makeModel();
    model.toJSON = () => {
      throw new Error("no config");
    };
    const board = new TensorBoard({ inMemory: true });
    expect(await warningsOf(() => board.setModel(model))).toEqual([
      "Model failed to serialize as JSON. Ignoring... no config",
    ]);
  });

  it("listens to batches only where they are written", () => {
    expect(new TensorBoard().listensTo("onTrainBatchEnd")).toBe(false);
    expect(new TensorBoard().listensTo("onEpochEnd")).toBe(true);
    expect(new TensorBoard({ updateFreq: 10 }).listensTo("onTrainBatchEnd")).toBe(true);
  });

  it("refuses options that do not fit", () => {
    expect(() => new TensorBoard({ updateFreq: 0 })).toThrow(
      'Cannot create TensorBoard: `updateFreq` must be "epoch", "batch" or a positive integer, received 0',
    );
    expect(() => new TensorBoard({ profileBatch: 2 })).toThrow(OptionError);
    expect(() => new TensorBoard({ profileBatch: 2 })).toThrow(
      "Cannot create TensorBoard: `profileBatch` must be 0, because profiling is not available, received 2",
    );
  });
});
