import { join } from "node:path";
import { setThreads, setVectorWidth } from "@hornbeam/core";
import { loadModel } from "@hornbeam/models";
import { readTask } from "../task.ts";
import { answerRequests } from "./answer.ts";

const [folder, threads] = process.argv.slice(2) as [string, string];
if (process.env["VECTOR_WIDTH"] === "128") setVectorWidth(128);
await setThreads(Number(threads));
const { x, y, batch, shape } = readTask(folder);
const model = await loadModel(join(folder, "model.keras"));
const [firstX, firstY, one] = [x.slice(0, batch), y.slice(0, batch), x.slice(0, 1)];
await answerRequests({
  step: () => model.trainOnBatch(firstX, firstY),
  epoch: async () => {
    await model.fit(x, y, { batchSize: batch, verbose: 0, shuffle: false });
    return shape[0]! / batch;
  },
  predictOne: () => model.predict(one, { verbose: 0 }),
  predictAll: () => model.predict(x, { verbose: 0 }),
});
