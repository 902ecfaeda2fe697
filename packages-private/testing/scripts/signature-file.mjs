/** Parameters of everything that cases call by position, one callable a line: `"ops.where": ["condition!", "x1", "x2"]`. */
export function signatureFile(modules, contents) {
  const lines = [...calledIn(contents)].sort().flatMap((name) => {
    const entry = find(modules, name);
    return entry ? [`  ${JSON.stringify(name)}: ${JSON.stringify(entry.params.flatMap(parameter))}`] : [];
  });
  return `{\n${lines.join(",\n")}\n}\n`;
}

/** `ops.image.resize` stands in `keras.ops` under the name `image.resize`, others in the module that their name says. */
function find(modules, name) {
  for (let dot = name.indexOf("."); dot >= 0; dot = name.indexOf(".", dot + 1)) {
    const found = modules[`keras.${name.slice(0, dot)}`]?.find((entry) => entry.name === name.slice(dot + 1));
    if (found) return found;
  }
  return name.includes(".") ? undefined : modules.keras.find((entry) => entry.name === name);
}

/** Required parameters end in `!`; one that takes all further positional arguments begins with `*`. */
function parameter({ name, required, kind }) {
  if (kind === "var_keyword") return [];
  if (kind === "var_positional") return [`*${name}`];
  return [required ? `${name}!` : name];
}

function calledIn(contents) {
  const names = new Set();
  for (const { kind, cases } of contents) {
    if (!Array.isArray(cases)) continue;
    for (const one of cases) {
      if (["activations", "ops", "random"].includes(kind)) names.add(`${kind}.${one.name}`);
      if (kind === "utils") for (const module of ["utils.", "backend.", ""]) names.add(module + one.name);
      if (one.fn) names.add(`${kind}.${one.fn}`);
      for (const step of one.steps ?? []) for (const name of [step.fn, step.type]) if (name) names.add(name);
    }
  }
  return names;
}
