import { existsSync, readFileSync } from "node:fs";
import { defineConfig } from "vitepress";

const list = new URL("../api/packages.json", import.meta.url);
const packages: { name: string; page: string }[] = existsSync(list) ? JSON.parse(readFileSync(list, "utf8")) : [];

export default defineConfig({
  title: "Hornbeam",
  description: "Keras 3 for TypeScript: train and run models in Node and in the browser.",
  lang: "en",
  cleanUrls: false,
  head: [["link", { rel: "icon", type: "image/svg+xml", href: "/leaf.svg" }]],
  themeConfig: {
    logo: "/leaf.svg",
    search: { provider: "local" },
    nav: [
      { text: "Start", link: "/guide/getting-started" },
      { text: "From Keras", link: "/guide/from-keras" },
      { text: "Reference", link: "/api/" },
    ],
    sidebar: [
      {
        text: "Guide",
        items: [
          { text: "Train in this page", link: "/" },
          { text: "Getting started", link: "/guide/getting-started" },
          { text: "From Keras", link: "/guide/from-keras" },
          { text: "Preparing data", link: "/guide/data" },
          { text: "Saving and loading", link: "/guide/files" },
          { text: "Recorded steps", link: "/guide/recorded-steps" },
          { text: "Speed", link: "/guide/speed" },
          { text: "Threads", link: "/guide/threads" },
          { text: "Errors", link: "/guide/errors" },
        ],
      },
      { text: "Reference", items: packages.map(({ name, page }) => ({ text: name, link: `/api/${page}` })) },
    ],
    outline: { level: [2, 3] },
    footer: { message: "Apache License 2.0" },
  },
  // api/ is made by typedoc, whose headings link to each other; scripts/check-links.mjs looks at every link and anchor
  ignoreDeadLinks: true,
  vite: {
    worker: { format: "es" },
    build: { target: "es2022", chunkSizeWarningLimit: 2000 },
  },
});
