// A model goes to every place that a page has for files, and comes back: what is checked outside is in `Outcome`.
import { memory, NDArray } from "@hornbeam/core";
import { Dense, Input } from "@hornbeam/layers";
import { loadModel, Sequential } from "@hornbeam/models";
import { downloadFile, type FileStore, handleFile, IndexedDBStore, OpfsStore, pickFiles } from "@hornbeam/saving";

export interface Outcome {
  /** Of each store, what it lists with the model in it, and when that was removed. */
  readonly lists: Readonly<Record<string, readonly (readonly string[])[]>>;
  /** Places from which the model came back as it was. */
  readonly same: readonly string[];
  readonly refused: Readonly<Record<string, string>>;
  readonly progress: { readonly received: number; readonly total: number | null };
  readonly tensorsLeft: number;
}

/** Private windows of WebKit have no folders, and its driver has no hold of pickers: `?few` leaves them out. */
const few = location.search === "?few";
const x = NDArray.from([[1, -2, 3]]);
const model = new Sequential([Input({ shape: [3] }), new Dense({ units: 4 }), new Dense({ units: 2 })]);
model.compile({ optimizer: "adam", loss: "mse" });

/** What is learned in one more step: weights and the optimizer's state are all in it. */
async function nextLosses(loaded: unknown): Promise<unknown[]> {
  using of = loaded as Sequential;
  const y = NDArray.from([[1, 2]]);
  const losses = [await of.trainOnBatch(x, y), await of.trainOnBatch(x, y)];
  return [losses, (await of.predict(x, { verbose: 0 })).toArray()];
}

async function messageOf(work: () => Promise<unknown>): Promise<string> {
  try {
    await work();
    return "nothing was refused";
  } catch (error) {
    return `${(error as Error).name}: ${(error as Error).message}`;
  }
}

async function program(): Promise<Outcome> {
  await model.trainOnBatch(x, NDArray.from([[1, 2]]));
  const before = memory().numTensors;
  const bytes = new IndexedDBStore("scratch").file("start.keras");
  await model.save(bytes);
  const wanted = JSON.stringify(await nextLosses(await loadModel(bytes)));
  const same: string[] = [];
  const check = async (place: string, load: () => Promise<unknown>): Promise<void> => {
    if (JSON.stringify(await nextLosses(await load())) === wanted) same.push(place);
  };

  const stores: Record<string, FileStore> = {
    IndexedDB: new IndexedDBStore("models"),
    ...(!few && { OPFS: new OpfsStore("models") }),
  };
  const lists: Record<string, string[][]> = {};
  for (const [name, store] of Object.entries(stores)) {
    const file = store.file("folder/m.keras");
    await model.save(file);
    await model.save(file); // over itself
    await check(name, () => loadModel(file));
    const shards = store.file("w.weights.json");
    await model.saveWeights(shards, { maxShardSize: 100 / 2 ** 30 });
    await check(`${name}, shards`, async () => {
      const again = await loadModel(file);
      await again.loadWeights(shards);
      return again;
    });
    const full = await store.list();
    await file.remove?.();
    lists[name] = [full, await store.list()];
  }
  let progress = { received: 0, total: null as number | null };
  const onProgress = (now: typeof progress): void => void (progress = now);
  const refused: Record<string, string> = {
    missing: await messageOf(() => loadModel(stores["IndexedDB"]!.file("none.keras"))),
    outside: await messageOf(async () => stores["IndexedDB"]!.file("../m.keras")),
    path: await messageOf(() => model.save("m.keras")),
    large: await messageOf(() => loadModel(bytes, { maxBytes: 100 })),
    kept: await messageOf(() => model.save(bytes, { overwrite: false })),
  };
  if (few) await check("IndexedDB, with progress", () => loadModel(bytes, { onProgress }));
  else {
    const root = await navigator.storage.getDirectory();
    const handle = await root.getFileHandle("chosen.h5", { create: true });
    await model.save(handleFile(handle));
    await check("handle", async () => loadModel(handleFile(handle)));
    await root.getFileHandle("cut-off.keras", { create: true });
    refused["cutOff"] = await messageOf(() => loadModel(new OpfsStore().file("cut-off.keras")));

    // as if a button was pressed: the test takes the download, and gives it to the picker
    await model.save(downloadFile("m.keras"));
    const [picked] = await pickFiles({ accept: ".keras" });
    await check("download and picker", () => loadModel(picked!, { onProgress }));
  }
  const tensorsLeft = memory().numTensors - before;
  return { lists, same, refused, progress, tensorsLeft };
}

program().then((outcome) => Object.assign(globalThis, { outcome }), reportError);
