import type { Feature } from "./features.ts";

const order = ["yes", "with limits", "no"] as const;

/** FEATURES.md: a line a module, then a table a module. */
export function featuresPage(version: string, features: readonly Feature[]): string {
  const modules = Map.groupBy(features, ({ keras }) => keras.module);
  const rows = [...modules].map(
    ([module, list]) => `| [${module}](#${anchor(module)}) | ${counts(list).join(" | ")} |`,
  );
  return `# What of Keras ${version} is here

Every public name of Keras, and whether it is here with all its parameters. Written by \`npm run parity\` from the exports of the
packages; a test fails when it is out of date. Names are in camel case here (\`ops.segmentSum\`), options too (\`returnSequences\`).

| module | yes | with limits | no |
| --- | ---: | ---: | ---: |
${rows.join("\n")}
| together | ${counts(features).join(" | ")} |

${[...modules].map(([module, list]) => section(module, list)).join("\n\n")}
`;
}

function counts(features: readonly Feature[]): number[] {
  return order.map((verdict) => features.filter((feature) => feature.verdict === verdict).length);
}

function section(module: string, features: readonly Feature[]): string {
  const [whole, ...others] = features;
  const [reason] = whole!.notes;
  // a module that is not here at all, all for one reason, needs no table
  if (reason && features.every(({ verdict, notes }) => verdict === "no" && notes[0] === reason))
    return `## ${module}\n\nNo: ${reason}. (${[whole!, ...others].map(({ keras }) => `\`${keras.name}\``).join(", ")})`;
  const rows = features.map(
    ({ keras, verdict, path, notes }) =>
      `| \`${keras.name}\` | ${verdict} | ${[path ? `\`${path}\`` : "", ...notes].filter(Boolean).join("; ")} |`,
  );
  return `## ${module}\n\n| Keras | here | where, and what is missing |\n| --- | --- | --- |\n${rows.join("\n")}`;
}

function anchor(module: string): string {
  return module.replaceAll(".", "");
}
