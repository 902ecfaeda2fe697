import { readFile, writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { type Baseline, baselineOf, problemsOf } from "./baseline.ts";
import { CaseFiles, globToRegExp, selects } from "./case-files.ts";
import type { Outcome } from "./outcome.ts";
import { replayAll } from "./pool.ts";
import { lineOf, tableOf } from "./report.ts";
import { ownCases } from "./signatures.ts";

const help = `Replays reference cases of Keras against the packages of this repository.

  npm run conformance -- [--cases DIR] [--only GLOB] [--json FILE] [--leaks] [--threads N] [--backwards]
                         [--eager] [--quiet]

  --cases DIR            a folder of cases, one kind's folder, or one file (default: conformance/)
  --only GLOB            cases by kind, file, id or kind/id; * stands for anything but a slash, ** for anything;
                         may be repeated
  --json FILE            write all outcomes there
  --leaks                tensors that a case leaves behind make it fail
  --threads N            kernels run on so many threads, cut as small as they go
  --backwards            kernels do their chunks from the last to the first, since threads finish theirs in any order
  --eager                models run their steps op by op, none is recorded and replayed
  --processes N          how many processes replay (default: 2)
  --quiet                print the table only
  --expect-missing FILE  accept the cases missing that FILE lists, no others, and every one of them
  --write-missing FILE   list the cases that are missing there

Exits with 0 if every case passed (or is missing as expected), with 1 if not, and with 2 if nothing can be replayed.`;

const { values } = parseArgs({
  options: {
    cases: { type: "string", default: ownCases },
    only: { type: "string", multiple: true, default: [] },
    json: { type: "string" },
    leaks: { type: "boolean", default: false },
    threads: { type: "string" },
    backwards: { type: "boolean", default: false },
    eager: { type: "boolean", default: false },
    processes: { type: "string", default: "2" },
    quiet: { type: "boolean", default: false },
    "expect-missing": { type: "string" },
    "write-missing": { type: "string" },
    help: { type: "boolean", default: false },
  },
});

async function main(): Promise<number> {
  if (values.help) {
    console.log(help);
    return 0;
  }
  const start = performance.now();
  const patterns = values.only.map(globToRegExp);
  await using found = await CaseFiles.find(resolve(values.cases));
  const jobs = found.files.flatMap((file) =>
    file.cases
      .filter(({ id }) => patterns.length === 0 || patterns.some((pattern) => selects(pattern, file, String(id))))
      .map((testCase) => ({ kind: file.kind, folder: file.folder, testCase })),
  );
  if (jobs.length === 0) {
    console.error(`No cases in ${values.cases}${values.only.length > 0 ? ` for ${values.only.join(", ")}` : ""}`);
    return 2;
  }
  const outcomes = await replayAll(jobs, {
    processes: Number(values.processes),
    workerArguments: [
      ...(values.leaks ? ["--leaks"] : []),
      ...(values.threads ? [`--threads=${values.threads}`] : []),
      ...(values.backwards ? ["--backwards"] : []),
      ...(values.eager ? ["--eager"] : []),
    ],
    onOutcome: (outcome) => {
      const line = lineOf(outcome);
      if (line && !values.quiet) console.log(line);
    },
  });
  if (values.json) await writeFile(values.json, `${JSON.stringify(outcomes, null, 1)}\n`);
  if (values["write-missing"]) {
    await writeFile(values["write-missing"], `${JSON.stringify(baselineOf(outcomes), null, 2)}\n`);
  }
  console.log(`\n${tableOf(outcomes)}`);
  console.log(`\n${outcomes.length} cases in ${((performance.now() - start) / 1000).toFixed(1)} s`);
  return await verdict(outcomes);
}

async function verdict(outcomes: readonly Outcome[]): Promise<number> {
  const file = values["expect-missing"];
  if (file === undefined) return outcomes.every(({ status }) => status === "passed") ? 0 : 1;
  const problems = problemsOf(outcomes, JSON.parse(await readFile(file, "utf8")) as Baseline);
  for (const problem of problems) console.log(problem.split("\n").join(" | "));
  console.log(problems.length === 0 ? "As expected." : `${problems.length} problems.`);
  return problems.length === 0 ? 0 : 1;
}

// a reader that has seen enough, `| head`, is no error
process.stdout.on("error", () => process.exit(1));
process.exitCode = await main();
