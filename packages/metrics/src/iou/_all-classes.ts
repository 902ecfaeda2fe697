/** The numbers of all classes. */
export function allClasses(count: number): number[] {
  return Array.from({ length: count }, (_, id) => id);
}
