// Looks at the packages as npm would publish them: publint, "are the types wrong?", the list of files, what is written in
// them, and whether a program in an empty folder can use them. They must be built.
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { homedir, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { packAll, root } from "./lib/pack.mjs";
import { tryPacked } from "./try-packed.mjs";

const run = promisify(execFile);
const require = createRequire(import.meta.url);
const attw = join(dirname(require.resolve("@arethetypeswrong/cli/package.json")), "dist/index.js");

const unwanted = /(^|\/)(fixtures|testing|__tests__|node_modules|conformance)\/|\.test\.|tsconfig|\.tsbuildinfo$/;
const wanted = ["package.json", "README.md", "LICENSE", "dist/index.d.ts", "src/index.ts"];
const machinePaths = [root, `${homedir()}/`, `${tmpdir()}/`];

const folder = mkdtempSync(join(tmpdir(), "hornbeam-pack-"));
let passed = 0;
let failed = 0;
try {
  const packages = packAll(folder);
  // two at a time: the type check of each is a process
  const queue = [...packages];
  const worker = async () => {
    for (let each = queue.shift(); each; each = queue.shift()) report(each.name, await problemsOf(each));
  };
  await Promise.all([worker(), worker()]);
  for (const [title, problems] of await tryPacked(packages, folder)) report(title, problems);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

function report(title, problems) {
  if (problems.length === 0) passed++;
  else failed++;
  console.log(`${problems.length === 0 ? "ok  " : "FAIL"} ${title}`);
  for (const problem of problems) console.log(`     ${problem.replaceAll("\n", "\n     ")}`);
}

async function problemsOf({ source, tarball, files }) {
  if (!files.includes("dist/index.js")) return ["it must be built: npm run build"];
  return [
    ...wanted.filter((file) => !files.includes(file)).map((file) => `${file} must be in the package`),
    ...files.filter((file) => unwanted.test(file)).map((file) => `${file} must not be in the package`),
    ...files.flatMap((file) => writtenIn(source, file)),
    ...(await publintOf(source)),
    ...(await attwOf(tarball)),
  ];
}

function writtenIn(source, file) {
  if (!/\.(js|ts|json|md|map|txt)$/.test(file)) return [];
  const text = readFileSync(join(source, file), "utf8");
  return machinePaths.filter((path) => text.includes(path)).map((path) => `${file} must not mention ${path}`);
}

async function publintOf(source) {
  const { messages, pkg } = await publint({ pkgDir: source, strict: true, level: "suggestion" });
  return messages.map((message) => `publint: ${formatMessage(message, pkg, { color: false })}`);
}

async function attwOf(tarball) {
  try {
    await run(process.execPath, [attw, tarball, "--profile", "esm-only", "--no-emoji", "--format", "ascii"]);
    return [];
  } catch (error) {
    return [`attw: ${error.stdout || error.message}`];
  }
}
