// A worker for tests of the pool: passes a case, ends at it, or never answers, as the case's id says.
import type { Job } from "./run-cases.ts";

process.on("message", ({ kind, testCase }: Job) => {
  const id = String(testCase["id"]);
  if (id === "dies") {
    process.stderr.write("out of luck\n", () => process.exit(3));
  } else if (id !== "hangs") process.send?.({ outcomes: [{ kind, id, status: "passed" }] });
});
process.send?.({ ready: true });
