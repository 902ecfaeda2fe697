/** Text that is not code: nothing in it may look like HTML or like an expression of Vue. */
export function prose(text) {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll("{{", "&#123;&#123;");
}

/** What goes into a cell of a table. */
export function cell(text) {
  return text.replaceAll("\n", " ").replaceAll("|", "\\|");
}

/** A doc comment's parts as Markdown; `link` gives the address of an export. */
export function partsToText(parts, link) {
  return (parts ?? [])
    .map((part) => {
      if (part.kind === "text") return prose(part.text);
      if (part.kind === "code") return part.text;
      if (part.kind !== "inline-tag") return "";
      const target = typeof part.target === "string" ? part.target : part.target?.name;
      const address = /^https?:/.test(target ?? "") ? target : link(target ?? part.text.split(/[.\s|]/)[0]);
      return address ? `[${prose(part.text)}](${address})` : `\`${part.text}\``;
    })
    .join("");
}

/** The first paragraph on one line. */
export function oneLine(comment, link) {
  return partsToText(comment?.summary, link).split("\n\n")[0].replaceAll("\n", " ");
}

/** A whole comment: what it is, what it returns and throws, an example, where to read more. */
export function bodyOf(comment, link) {
  if (!comment) return [];
  const tags = (name) => comment.blockTags.filter(({ tag }) => tag === name);
  const text = (tag) => partsToText(tag.content, link).trim();
  const lines = [partsToText(comment.summary, link), ""];
  for (const tag of tags("@returns")) lines.push(`Returns ${text(tag)}`, "");
  for (const tag of tags("@throws"))
    lines.push(`Throws ${tag.typeAnnotation ? `\`${tag.typeAnnotation.replace(/[{}]/g, "")}\` ` : ""}${text(tag)}`, "");
  for (const tag of tags("@example")) lines.push(text(tag), "");
  // TypeDoc makes one list of several
  const see = tags("@see").flatMap((tag) =>
    text(tag)
      .split(/\n- |^- /)
      .map((each) => each.trim())
      .filter(Boolean),
  );
  if (see.length > 0) lines.push(`See ${see.join("; ")}.`, "");
  return lines;
}
