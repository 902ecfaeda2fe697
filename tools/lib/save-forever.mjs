// Saves a model to one path again and again, whole and in shards, all weights being the number of the round, until the
// process is killed.
//   node save-forever.mjs FOLDER
import { NDArray, ready } from "@hornbeam/core";
import { Dense, Input } from "@hornbeam/layers";
import { Sequential } from "@hornbeam/models";

const [folder = ""] = process.argv.slice(2);
await ready();
const model = new Sequential([Input({ shape: [200] }), new Dense({ units: 300 }), new Dense({ units: 200 })]);
for (let round = 1; ; round++) {
  model.setWeights(model.getWeights().map(({ shape, size }) => new NDArray(new Float32Array(size).fill(round), shape)));
  await model.save(`${folder}/m.keras`);
  await model.saveWeights(`${folder}/w.weights.json`, { maxShardSize: 2.3e-4 });
  if (round === 1) process.stdout.write("saved once\n");
}
