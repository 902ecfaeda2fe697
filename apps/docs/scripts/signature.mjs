import { ReflectionKind } from "typedoc";

/** A type as TypeScript writes it, without TensorFlow.js' ranks. */
export function typeText(type) {
  return type === undefined ? "" : String(type).replaceAll("Tensor<Rank>", "Tensor");
}

/** `name(a: A, b?: B): C`. */
export function signatureLine(signature) {
  const parameters = (signature.parameters ?? []).map((parameter) => {
    const mark = parameter.flags.isOptional || parameter.defaultValue !== undefined ? "?" : "";
    return `${parameter.flags.isRest ? "..." : ""}${nameOf(parameter)}${mark}: ${typeText(parameter.type)}`;
  });
  const generic = (signature.typeParameters ?? []).map(({ name }) => name);
  return `${signature.name}${generic.length > 0 ? `<${generic.join(", ")}>` : ""}(${parameters.join(", ")}): ${typeText(signature.type)}`;
}

/** An op as a function: the arguments of its type, then its options. */
export function opLine(member, name) {
  const [first, second, third] = member.type.typeArguments ?? [];
  const elements = first?.elements ?? [];
  const parts = elements.map((element, i) => {
    const optional = element.isOptional || element.type === "optional" ? "?" : "";
    return element.name
      ? `${element.name}${optional}: ${typeText(element.element)}`
      : `x${i + 1}: ${typeText(element)}`;
  });
  const options = second?.declaration?.children?.map(({ name, type }) => `${name}?: ${typeText(type)}`) ?? [];
  if (options.length > 0) parts.push(`options?: { ${options.join("; ")} }`);
  else if (second?.name) parts.push(`options?: ${second.name}`);
  return `${name}(${parts.join(", ")}): ${third ? typeText(third) : "Tensor"}`;
}

/** A member of a class on one line. */
export function memberLine(member) {
  if (member.signatures) return signatureLine(member.signatures[0]);
  const type = member.kindOf(ReflectionKind.Accessor)
    ? (member.getSignature ?? member.setSignature)?.type
    : member.type;
  return `${member.name}${member.flags.isOptional ? "?" : ""}: ${typeText(type)}`;
}

/** Parameters that are taken apart at once have no name. */
function nameOf({ name }) {
  return name.startsWith("__") ? "options" : name;
}
