// What tools/keras-roundtrip.mjs must have tried: a model that is added to the cases, the examples or the guides without a way
// to try it is a failure there.
import { readdirSync, readFileSync } from "node:fs";
import { filesOf } from "../../packages-private/testing/src/conformance/tar-reader.ts";

const root = new URL("../../", import.meta.url);
const text = (path) => readFileSync(new URL(path, root), "utf8");
const namesIn = (folder, ending) =>
  readdirSync(new URL(folder, root)).filter((name) => name.endsWith(ending)).map((name) => name.slice(0, -ending.length)); // biome-ignore format: one line

/** Which models stand for what a guide saves. */
const ofGuides = {
  "README.md": ["example-mnist-cnn"],
  "packages/hornbeam/README.md": ["example-mnist-cnn"],
  "packages/saving/README.md": ["example-mnist-cnn"],
  "apps/docs/guide/files.md": ["example-mnist-cnn", "example-custom-layer"],
  "apps/docs/guide/data.md": ["guide-data"],
};
const excuses = { "examples/data.ts": "which makes data for the others and no model" };

/** `{ what, models, excuse }`: a name stands for all that begin with it. */
export function expectedModels() {
  const examples = namesIn("examples/", ".ts").map((name) => [`examples/${name}.ts`, [`example-${name}`]]);
  const pages = [
    ...Object.keys(ofGuides),
    ...namesIn("apps/docs/guide/", ".md").map((name) => `apps/docs/guide/${name}.md`),
  ];
  const guides = [...new Set(pages)].filter(savesModels).map((path) => [path, ofGuides[path] ?? []]);
  return [...reference(), ...examples, ...guides].map(([what, models]) => ({ what, models, excuse: excuses[what] }));
}

/** The folders of the cases `models`, and the cases `training`. */
function reference() {
  const filesIn = (kind) => filesOf(readFileSync(new URL(`conformance/${kind}.tar.gz`, root)));
  const folders = [...new Set([...filesIn("models").keys()].map((path) => path.split("/").slice(0, -1).join("/")))];
  const training = [...filesIn("training")].flatMap(([path, bytes]) =>
    path.endsWith(".json") ? JSON.parse(Buffer.from(bytes).toString()).cases.map(({ name }) => name) : [],
  );
  return [
    ...folders
      .filter((path) => path.includes("/") && !path.endsWith("/tfjs"))
      .map((path) => [path, [path.split("/").at(-1)]]),
    ...training.map((name) => [`training/${name}`, [`training-${name.replace(":", "-")}`]]),
  ];
}

/** Whether a page saves anything but pictures. */
function savesModels(path) {
  return /\.save\((?!"[^"]*\.(?:svg|png|html)")|saveModelToBytes\(|saveWeights\(/.test(text(path));
}
