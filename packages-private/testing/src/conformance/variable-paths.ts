import type { Variable } from "@hornbeam/core";

/**
 * Paths of variables, those that are as good as the wanted ones being given as these. A bare `variable` is a name that
 * Keras makes up. With `loose`, the names of what was around when a variable was made may be absent on either side:
 * `dense/kernel` of a loaded model may be `seq/dense/kernel` elsewhere, in Keras too.
 */
export function comparablePaths(
  variables: readonly Variable[],
  wanted: readonly string[],
  { loose = false }: { readonly loose?: boolean } = {},
): string[] {
  return variables.map(({ path }, i) => {
    const want = wanted[i] ?? "";
    const madeUp = /^variable(_\d+)?$/.test(want);
    const shortened = loose && (path.endsWith(`/${want}`) || want.endsWith(`/${path}`));
    return madeUp || shortened ? want : path;
  });
}
