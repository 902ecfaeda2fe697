// Runs in a folder that has the packed packages and nothing else.
import { memory, NDArray, setRandomSeed } from "@hornbeam/core";
import { Dense, Input } from "@hornbeam/layers";
import { loadModel, Sequential } from "@hornbeam/models";
import { Adam } from "@hornbeam/optimizers";
import { plotHistory } from "@hornbeam/viz";
import * as keras from "hornbeam";

setRandomSeed(1);
const x = NDArray.from(Array.from({ length: 64 }, (_, i) => [i / 64, 1 - i / 64]));
const y = NDArray.from(Array.from({ length: 64 }, (_, i) => [i / 32]));
const model = new Sequential([
  Input({ shape: [2] }),
  new Dense({ units: 8, activation: "relu" }),
  new Dense({ units: 1 }),
]);
model.compile({ optimizer: new Adam({ learningRate: 0.01 }), loss: "mse" });
const before = await model.evaluate(x, y, { verbose: 0 });
const history = await model.fit(x, y, { epochs: 1, batchSize: 8, verbose: 0 });
check((await model.evaluate(x, y, { verbose: 0 })) < before, "training lowers the loss");

await model.save("model.keras");
const again = await loadModel("model.keras");
const [first, second] = [await model.predict(x, { verbose: 0 }), await again.predict(x, { verbose: 0 })];
check(first.equals(second), "the loaded model predicts the same");
check((await plotHistory(history).save("history.svg")).endsWith("history.svg"), "the history is drawn");

const [[digits]] = await keras.datasets.mnist.loadSample();
check(String(digits.shape) === "9000,28,28", "the sample of MNIST comes with the package");
check(keras.layers.Dense === Dense, "hornbeam gathers the same classes");

for (const each of [model, again]) each[Symbol.dispose]();
check(memory().numTensors === 0, "no tensor is left");

function check(truth: boolean, what: string): void {
  if (!truth) throw new Error(`It must hold that ${what}`);
}
