import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../../", import.meta.url));

/** Folders of the packages that are published. */
export function publishedFolders() {
  return readdirSync(join(root, "packages"))
    .map((name) => join(root, "packages", name))
    .filter((folder) => existsSync(join(folder, "package.json")))
    .filter((folder) => !JSON.parse(readFileSync(join(folder, "package.json"), "utf8")).private);
}

/** Runs npm with the Node and the npm that run this; returns what it printed. */
export function npm(arguments_, cwd) {
  const path = process.env.npm_execpath;
  const all = ["--loglevel=error", ...arguments_];
  const { status, stdout, stderr, error } = path
    ? spawnSync(process.execPath, [path, ...all], { cwd, encoding: "utf8" })
    : spawnSync("npm", all, { cwd, encoding: "utf8", shell: process.platform === "win32" });
  if (status !== 0) throw new Error(`npm ${arguments_.join(" ")} failed:\n${stderr || stdout || error}`);
  return stdout;
}

/** Packs every published package into `folder`: `{ name, source, tarball, files }` each. They must be built. */
export function packAll(folder) {
  mkdirSync(folder, { recursive: true });
  const folders = publishedFolders();
  const names = folders.map((each) => JSON.parse(readFileSync(join(each, "package.json"), "utf8")).name);
  const workspaces = names.flatMap((name) => ["--workspace", name]);
  const printed = npm(["pack", "--json", "--ignore-scripts", "--pack-destination", folder, ...workspaces], root);
  // a list, or (npm 12) a record by name
  const packed = Object.values(JSON.parse(printed.slice(printed.search(/[[{]/))));
  return packed.map(({ name, filename, files }) => ({
    name,
    source: folders[names.indexOf(name)],
    tarball: join(folder, filename.replace("@", "").replace("/", "-")),
    files: files.map(({ path }) => path),
  }));
}
