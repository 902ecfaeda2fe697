// Installs the packed packages in an empty folder, as a user would, and there checks a program's types with two versions of
// TypeScript, in two kinds of module resolution, and runs it in plain Node.
//   node tools/try-packed.mjs      packs, tries and removes everything
import { execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { npm, packAll, root } from "./lib/pack.mjs";

const run = promisify(execFile);
const ownFile = /^([\w.-]+\.ts|node_modules\/(@hornbeam\/|hornbeam\/).*)\(/;
const compilers = { "TypeScript 7": "node_modules/typescript", "TypeScript 6": "apps/docs/node_modules/typescript" };

/** `[title, problems]` of each trial. */
export async function tryPacked(packages, folder) {
  const place = join(folder, "consumer");
  mkdirSync(place);
  cpSync(join(root, "packages-private/types/src"), place, { recursive: true });
  const dependencies = Object.fromEntries(
    packages.map(({ name, tarball }) => [name, `file:${relative(place, tarball).replaceAll("\\", "/")}`]),
  );
  writeFileSync(join(place, "package.json"), JSON.stringify({ private: true, type: "module", dependencies }));
  npm(["install", "--no-audit", "--no-fund", "--prefer-offline", "--ignore-scripts"], place);

  const trials = [];
  for (const resolution of ["bundler", "nodenext"]) {
    const config = `tsconfig.${resolution}.json`;
    writeFileSync(join(place, config), JSON.stringify(tsconfig(resolution)));
    for (const [title, compiler] of Object.entries(compilers)) {
      const tsc = join(root, compiler, "bin/tsc");
      const problems = await attempt([tsc, "-p", config, "--pretty", "false"], place);
      trials.push([`${title} reads the declarations (${resolution})`, problems.flatMap(ownErrors)]);
    }
  }
  trials.push(["a program in an empty folder trains and saves", await attempt(["program.ts"], place)]);
  return trials;
}

function tsconfig(resolution) {
  return {
    compilerOptions: {
      noEmit: true,
      strict: true,
      noUncheckedIndexedAccess: true,
      skipLibCheck: false,
      target: "ES2022",
      lib: ["ES2024", "ESNext.Disposable", "DOM", "DOM.Iterable", "DOM.AsyncIterable"],
      types: [],
      module: resolution === "nodenext" ? "nodenext" : "esnext",
      moduleResolution: resolution,
    },
    include: ["*.ts"],
  };
}

/** Errors in the program and in our declarations. Those of TensorFlow.js (it needs skipLibCheck) are not ours to mend. */
function ownErrors(problem) {
  const errors = problem.split("\n").filter((line) => /error TS\d+/.test(line));
  const own = errors.map((line) => line.replace(/^node tsc: /, "")).filter((line) => ownFile.test(line));
  return errors.length === 0 ? [problem] : own.slice(0, 20);
}

async function attempt(arguments_, cwd) {
  try {
    await run(process.execPath, arguments_, { cwd });
    return [];
  } catch (error) {
    return [`node ${basename(arguments_[0])}: ${error.stdout}${error.stderr || error.message}`];
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const folder = mkdtempSync(join(tmpdir(), "hornbeam-pack-"));
  try {
    const trials = await tryPacked(packAll(folder), folder);
    for (const [title, problems] of trials)
      console.log(`${problems.length === 0 ? "ok  " : "FAIL"} ${title}${problems.map((each) => `\n${each}`).join("")}`);
    const failed = trials.filter(([, problems]) => problems.length > 0).length;
    console.log(`${trials.length - failed} passed, ${failed} failed`);
    process.exitCode = failed === 0 ? 0 : 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
