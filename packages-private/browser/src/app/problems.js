// The first script of every page: keeps what goes wrong on it, for tests in browsers that do not tell.
globalThis.problems = [];
// not every engine's stacks begin with the message
const textOf = (value) => (value instanceof Error ? `${value}\n${value.stack}` : String(value));
addEventListener(
  "error",
  ({ message, error, target }) => {
    // Firefox says so of modules that are on their way already; one that is missing fails where it is imported
    if (target.rel === "modulepreload") return;
    globalThis.problems.push(message ? `uncaught: ${textOf(error ?? message)}` : `cannot load ${target.outerHTML}`);
  },
  true, // files that are missing tell their element only
);
addEventListener("unhandledrejection", ({ reason }) => {
  globalThis.problems.push(`uncaught: ${textOf(reason)}`);
});
addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI }) => {
  globalThis.problems.push(`${effectiveDirective} forbids ${blockedURI}`);
});
for (const level of ["error", "warn"]) {
  const print = console[level];
  console[level] = (...values) => {
    globalThis.problems.push(`${level}: ${values.map(textOf).join(" ")}`);
    print(...values);
  };
}
