const scopes: string[] = [];

/** Runs a function inside a scope whose name stands before those of the variables made in it. */
export function nameScope<T>(name: string, body: () => T): T {
  scopes.push(name);
  try {
    return body();
  } finally {
    scopes.pop();
  }
}

/** The names of the open scopes: `model/dense`. */
export function currentPath(): string {
  return scopes.join("/");
}
