/** A map whose keys are known and whose values are made when they are first asked for. */
export class LazyMap<V> implements ReadonlyMap<string, V> {
  readonly #makers: ReadonlyMap<string, () => V>;
  readonly #made = new Map<string, V>();

  constructor(makers: ReadonlyMap<string, () => V>) {
    this.#makers = makers;
  }

  get size(): number {
    return this.#makers.size;
  }

  has(key: string): boolean {
    return this.#makers.has(key);
  }

  get(key: string): V | undefined {
    const make = this.#makers.get(key);
    if (!make || this.#made.has(key)) return this.#made.get(key);
    const value = make();
    this.#made.set(key, value);
    return value;
  }

  keys(): MapIterator<string> {
    return this.#makers.keys();
  }

  *values(): MapIterator<V> {
    for (const [, value] of this) yield value;
  }

  entries(): MapIterator<[string, V]> {
    return this[Symbol.iterator]();
  }

  *[Symbol.iterator](): MapIterator<[string, V]> {
    for (const key of this.keys()) yield [key, this.get(key) as V];
  }

  forEach(visit: (value: V, key: string, map: ReadonlyMap<string, V>) => void, self?: unknown): void {
    for (const [key, value] of this) visit.call(self, value, key, this);
  }
}
