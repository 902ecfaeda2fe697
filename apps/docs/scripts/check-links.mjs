// Fails when a link inside the built site, or from a README to it, leads nowhere: to a page that is not there, or to an anchor
// that no page has.
import { readdirSync, readFileSync } from "node:fs";
import { posix } from "node:path";
import { fileURLToPath } from "node:url";

const site = fileURLToPath(new URL("../.vitepress/dist/", import.meta.url));
const files = readdirSync(site, { recursive: true, encoding: "utf8" }).map((file) => file.replaceAll("\\", "/"));
const pages = new Map();
for (const file of files.filter((each) => each.endsWith(".html"))) {
  const html = readFileSync(site + file, "utf8");
  const found = (pattern) => [...html.matchAll(pattern)].map(([, value]) => value.replaceAll("&amp;", "&"));
  pages.set(file, {
    ids: new Set(found(/\sid="([^"]*)"/g)),
    links: [...found(/<a\s[^>]*?href="([^"]*)"/g), ...found(/\ssrc="([^"]*)"/g)],
  });
}

const dead = [];
let checked = 0;
for (const [file, { links }] of pages) {
  for (const link of new Set(links)) {
    if (/^([a-z]+:|\/\/)/i.test(link)) continue;
    checked++;
    const [path, hash] = link.split("#");
    let target =
      path === "" ? file : posix.join(path.startsWith("/") ? "" : posix.dirname(file), path).replace(/^\//, "");
    if (target === "" || target === "." || target.endsWith("/")) target = posix.join(target, "index.html");
    const known = pages.get(target);
    if (!files.includes(target)) dead.push(`${file}: ${link} is no page`);
    else if (hash && known && !known.ids.has(decodeURIComponent(hash)))
      dead.push(`${file}: ${link} has no such anchor`);
  }
}
// READMEs are read elsewhere, and name the site's pages by their addresses
const packages = fileURLToPath(new URL("../../../packages/", import.meta.url));
for (const name of readdirSync(packages)) {
  for (const [, path] of readFileSync(`${packages}${name}/README.md`, "utf8").matchAll(
    /https:\/\/hornbeam\.dev\/([^\s)>#]+)/g,
  )) {
    checked++;
    if (!files.includes(path)) dead.push(`README of ${name}: ${path} is no page`);
  }
}
for (const each of dead) console.error(each);
console.log(`${pages.size} pages, ${checked} links`);
process.exitCode = dead.length === 0 ? 0 : 1;
