// Installs what the lock file names, once: `npm start` and `npm test` call this first. Runs on any Node from 18.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";

const root = new URL("../", import.meta.url);
const stamp = new URL("node_modules/.bootstrap", root);
const wanted = createHash("sha256")
  .update(readFileSync(new URL("package-lock.json", root)))
  .digest("hex");
if (!existsSync(stamp) || readFileSync(stamp, "utf8") !== wanted) {
  console.log("Installing the dependencies (once, about a minute) …");
  const npm = process.env.npm_execpath;
  const arguments_ = ["ci", "--no-audit", "--no-fund", "--loglevel=error"];
  const { status } = npm
    ? spawnSync(process.execPath, [npm, ...arguments_], { cwd: root, stdio: "inherit" })
    : spawnSync("npm", arguments_, { cwd: root, stdio: "inherit", shell: process.platform === "win32" });
  if (status !== 0) process.exit(status ?? 1);
  writeFileSync(stamp, wanted);
}
