// Makes api/: a page a package, from its doc comments (read by TypeDoc) and its classes' tables of options (read from the
// classes themselves), a list of the packages for the sidebar, and an index.
//   node --conditions=@hornbeam/source scripts/api.mjs
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Application } from "typedoc";
import { pageOf } from "./page.mjs";

const here = fileURLToPath(new URL("../", import.meta.url));
const packages = join(here, "../../packages");
// the umbrella has nothing of its own, and kernels are for packages, not for programs
const names = readdirSync(packages).filter(
  (name) => !["hornbeam", "kernels"].includes(name) && existsSync(join(packages, name, "src/index.ts")),
);

const app = await Application.bootstrap({
  entryPoints: names.map((name) => join(packages, name, "src/index.ts")),
  tsconfig: join(here, "tsconfig.api.json"),
  basePath: packages,
  skipErrorChecking: true, // `npm run typecheck` checks, with the project's own TypeScript
  disableSources: true,
  excludePrivate: true,
  excludeInternal: true,
  logLevel: "Warn",
  validation: false,
});
const project = await app.convert();
if (!project) process.exit(1);

const sources = names.map((name) => {
  const { name: title, description } = JSON.parse(readFileSync(join(packages, name, "package.json"), "utf8"));
  const readme = join(packages, name, "README.md");
  const module = project.children.find((child) => child.name === `${name}/src` || child.name === name);
  return { name, title, description, module, readme: existsSync(readme) ? readFileSync(readme, "utf8") : "" };
});
const pages = new Map(
  sources.flatMap(({ name, module }) => (module?.children ?? []).map((child) => [child.name, name])).reverse(),
);

rmSync(join(here, "api"), { recursive: true, force: true });
mkdirSync(join(here, "api"));
for (const source of sources) {
  const values = await import(`@hornbeam/${source.name}`);
  writeFileSync(join(here, "api", `${source.name}.md`), pageOf({ ...source, values, pages }));
}
const list = sources.map(({ name, title, description }) => ({ name: title, page: name, description }));
writeFileSync(join(here, "api/packages.json"), `${JSON.stringify(list, null, 2)}\n`);
const rows = list.map(({ name, page, description }) => `| [${name}](./${page}.md) | ${description} |`);
writeFileSync(
  join(here, "api/index.md"),
  `# Reference

One page a package, made from its doc comments. [\`hornbeam\`](../guide/getting-started.md) gathers all of them:
\`import * as keras from "hornbeam"\`.

| package | what it is |
| --- | --- |
${rows.join("\n")}
`,
);
const exported = sources.reduce((sum, { module }) => sum + (module?.children?.length ?? 0), 0);
console.log(`${sources.length} pages, ${exported} exports`);
