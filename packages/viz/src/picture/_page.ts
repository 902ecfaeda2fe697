import { escapeText } from "../svg/_element.ts";
import type { PictureParts } from "./picture.ts";

/** A page that holds a picture and whatever brings it to life. */
export function htmlPage(page: {
  readonly title: string;
  readonly width: number;
  readonly svg: string;
  readonly interaction?: NonNullable<PictureParts["interaction"]>;
}): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeText(page.title)}</title>
<link rel="icon" href="data:,">
<style>
body { margin: 0; padding: 24px; background: #eef0f3; }
svg { display: block; width: 100%; max-width: ${page.width}px; height: auto; margin: 0 auto; border-radius: 8px; box-shadow: 0 1px 4px rgb(0 0 0 / .16); }
@media print { body { padding: 0; background: none; } svg { box-shadow: none; } }
</style>
</head>
<body>
${page.svg}
${page.interaction ? script(page.interaction) : ""}</body>
</html>
`;
}

function script({ attach, data }: NonNullable<PictureParts["interaction"]>): string {
  const values = JSON.stringify(data).replaceAll("<", "\\u003c"); // no text can close the script
  // some compilers wrap inner functions in a helper of this name
  return `<script type="module">
const __name = (value) => value;
(${attach.toString()})(document.querySelector("svg"), ${values});
</script>
`;
}
