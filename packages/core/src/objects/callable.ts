/**
 * Parent of all objects: where a class has `__call__`, its instances are functions, `dense(x)`. It is a class of its
 * own so that the fields of sub-classes land on the function, which its constructor returns.
 */
export class Callable {
  constructor() {
    if (!("__call__" in new.target.prototype)) return;
    const self = (...args: unknown[]): unknown =>
      (self as unknown as { __call__(...a: unknown[]): unknown }).__call__(...args);
    // both are read-only on functions, and `name` is ours
    delete (self as { name?: unknown }).name;
    delete (self as { length?: unknown }).length;
    // biome-ignore lint/correctness/noConstructorReturn: this is how an instance becomes a function
    return Object.setPrototypeOf(self, new.target.prototype) as Callable;
  }
}
