import { writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { CaseFiles, globToRegExp, selects } from "./case-files.ts";
import { replayAll } from "./pool.ts";
import { lineOf, tableOf } from "./report.ts";
import { ownCases } from "./signatures.ts";

const help = `Replays reference cases of Keras against the packages of this repository.

  npm run conformance -- [--cases DIR] [--only GLOB] [--json FILE] [--leaks] [--quiet]

  --cases DIR    a folder of cases, one kind's folder, or one file (default: conformance/)
  --only GLOB    cases by kind, file, id or kind/id; * stands for anything but a slash, ** for anything; may be repeated
  --json FILE    write all outcomes there
  --leaks        tensors that a case leaves behind make it fail
  --processes N  how many processes replay (default: 2)
  --quiet        print the table only

Exits with 0 if every case passed, with 1 if any failed or is missing, and with 2 if there is nothing to replay.`;

const { values } = parseArgs({
  options: {
    cases: { type: "string", default: ownCases },
    only: { type: "string", multiple: true, default: [] },
    json: { type: "string" },
    leaks: { type: "boolean", default: false },
    processes: { type: "string", default: "2" },
    quiet: { type: "boolean", default: false },
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
    workerArguments: values.leaks ? ["--leaks"] : [],
    onOutcome: (outcome) => {
      const line = lineOf(outcome);
      if (line && !values.quiet) console.log(line);
    },
  });
  if (values.json) await writeFile(values.json, `${JSON.stringify(outcomes, null, 1)}\n`);
  console.log(`\n${tableOf(outcomes)}`);
  console.log(`\n${outcomes.length} cases in ${((performance.now() - start) / 1000).toFixed(1)} s`);
  return outcomes.every(({ status }) => status === "passed") ? 0 : 1;
}

process.exitCode = await main();
