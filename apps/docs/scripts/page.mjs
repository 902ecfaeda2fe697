import { ReflectionKind } from "typedoc";
import { bodyOf, cell, oneLine, prose } from "./comment.mjs";
import { memberLine, opLine, signatureLine, typeText } from "./signature.mjs";

const groups = [
  ["Classes", ReflectionKind.Class],
  ["Functions", ReflectionKind.Function],
  ["Values", ReflectionKind.Variable],
  ["Types", ReflectionKind.Interface | ReflectionKind.TypeAlias],
];

const commonOptions = new Set(["name", "trainable", "dtype", "activityRegularizer", "reduction"]);

/** The page of a package, as Markdown. */
export function pageOf({ title, description, readme, module, values, pages, name }) {
  const link = (target) =>
    pages.has(target) ? `${pages.get(target) === name ? "" : `./${pages.get(target)}.md`}#${target}` : undefined;
  const lines = [`---`, `outline: [2, 3]`, `---`, ``, `# ${title}`, ``, description, ``];
  const example = /```ts\n[\s\S]*?```/.exec(readme)?.[0];
  if (example) lines.push(example, "");
  const spaces = (module?.children ?? []).filter((child) =>
    child.kindOf(ReflectionKind.Namespace | ReflectionKind.Module),
  );
  lines.push(...sectionsOf(module?.children ?? [], values, link));
  for (const space of spaces)
    lines.push(
      `## ${space.name}`,
      "",
      ...sectionsOf(space.children ?? [], values[space.name] ?? {}, link, `${space.name}.`),
    );
  return `${lines
    .join("\n")
    .replace(/\n{3,}/g, "\n\n")
    .trim()}\n`;
}

function sectionsOf(children, values, link, prefix = "") {
  const lines = [];
  const entries = children.map((child) => {
    const member = child.kindOf(ReflectionKind.Reference) ? child.getTargetReflectionDeep() : child;
    return { name: child.name, member, group: groupOf(member) };
  });
  const names = new Map(
    entries.filter(({ name, member }) => name === member.name).map(({ name, member }) => [member, name]),
  );
  for (const [group] of groups) {
    const members = entries
      .filter((entry) => entry.group === group)
      .sort((a, b) => (a.name.toLowerCase() < b.name.toLowerCase() ? -1 : 1));
    if (members.length === 0) continue;
    if (!prefix) lines.push(`## ${group}`, "");
    for (const { name, member } of members) {
      lines.push(`### ${prefix}${name} {#${prefix}${name}}`, "");
      const same = names.get(member);
      if (same !== undefined && same !== name) lines.push(`The same as [${same}](#${prefix}${same}).`, "");
      else lines.push(...entryOf(member, name, values[name], link));
    }
  }
  return lines;
}

function groupOf(member) {
  if (isOp(member)) return "Functions";
  return groups.find(([, kinds]) => member.kindOf(kinds))?.[0];
}

/** Ops and measures are values that are called; they read as functions. */
function isOp(child) {
  return child.kindOf(ReflectionKind.Variable) && ["Op", "Measure"].includes(child.type?.name);
}

function entryOf(member, name, value, link) {
  const lines = [];
  const signatures = member.kindOf(ReflectionKind.Function) ? (member.signatures ?? []) : [];
  const comment = member.comment ?? signatures.find((signature) => signature.comment)?.comment;
  if (signatures.length > 0) lines.push("```ts", ...signatures.map(signatureLine), "```", "");
  else if (isOp(member)) lines.push("```ts", opLine(member, name), "```", "");
  else if (member.kindOf(ReflectionKind.TypeAlias))
    lines.push("```ts", `type ${name} = ${typeText(member.type)};`, "```", "");
  else if (member.kindOf(ReflectionKind.Variable))
    lines.push("```ts", `const ${name}: ${typeText(member.type)};`, "```", "");
  lines.push(...bodyOf(comment, link));
  if (member.kindOf(ReflectionKind.Class)) lines.push(...classOf(member, value, link));
  if (member.kindOf(ReflectionKind.Interface)) lines.push(...tableOf(member.children ?? [], link));
  return lines;
}

function classOf(member, value, link) {
  const schema = typeof value === "function" && Object.keys(value.schema ?? {}).length > 0 ? value.schema : undefined;
  const lines = schema ? optionsOf(member, schema, link) : [];
  const own = (member.children ?? []).filter(
    (child) =>
      !child.inheritedFrom &&
      !child.overwrites &&
      !child.flags.isStatic &&
      !child.flags.isProtected &&
      !(schema && child.name in schema) &&
      (child.comment ?? child.signatures?.[0]?.comment ?? child.getSignature?.comment) &&
      !child.name.startsWith("["),
  );
  if (own.length > 0) {
    lines.push("| member | |", "| --- | --- |");
    for (const child of own) {
      const comment = child.comment ?? child.signatures?.[0]?.comment ?? child.getSignature?.comment;
      lines.push(`| ${cell(`\`${memberLine(child)}\``)} | ${cell(oneLine(comment, link))} |`);
    }
    lines.push("");
  }
  return lines;
}

/** The options of a class: what each must be and its default from the class's own table, what it is from its comment. */
function optionsOf(member, schema, link) {
  const rows = [];
  const common = [];
  for (const [name, { expects, optional, initial }] of Object.entries(schema)) {
    const comment = member.children?.find((child) => child.name === name)?.comment;
    const standard = optional ? `\`${defaultText(initial)}\`` : "required";
    // every class of a family has these, and says nothing of its own about them
    if (commonOptions.has(name) && !comment) common.push(`\`${name}\` (${prose(expects)}; ${standard})`);
    else rows.push(`| \`${name}\` | ${cell(prose(expects))} | ${cell(standard)} | ${cell(oneLine(comment, link))} |`);
  }
  const lines = rows.length > 0 ? ["| option | must be | default | |", "| --- | --- | --- | --- |", ...rows, ""] : [];
  if (common.length > 0) lines.push(`Options of the whole family: ${common.join(", ")}.`, "");
  return lines;
}

function defaultText(value) {
  if (value === undefined) return "none";
  if (typeof value === "function" || (typeof value === "object" && value !== null && !Array.isArray(value)))
    return value[Symbol.toStringTag] ?? value.name ?? "an object";
  return JSON.stringify(value);
}

function tableOf(children, link) {
  if (children.length === 0) return [];
  const lines = ["| property | type | |", "| --- | --- | --- |"];
  for (const child of children) {
    const comment = child.comment ?? child.signatures?.[0]?.comment;
    const type = child.type ? typeText(child.type) : child.signatures ? signatureLine(child.signatures[0]) : "";
    lines.push(
      `| \`${child.name}${child.flags.isOptional ? "?" : ""}\` | ${cell(`\`${type}\``)} | ${cell(oneLine(comment, link))} |`,
    );
  }
  return [...lines, ""];
}
