import { npyArray } from "@hornbeam/core/npy";
import type { Refuse } from "../npz/_refuse-to.ts";
import { latin1, Unreadable } from "./_byte-reader.ts";
import { ArrayObject, Bytes, DTypeObject, Global, type Held, type PickleValue } from "./_values.ts";

/** Names that arrays of NumPy's need; nothing of what Python would run is behind them. */
const allowed: ReadonlySet<string> = new Set([
  "numpy.core.multiarray._reconstruct",
  "numpy._core.multiarray._reconstruct",
  "numpy.ndarray",
  "numpy.dtype",
  "_codecs.encode",
]);

/** A name that a pickle wants to call or to make objects of. */
export function globalOf(module: string, name: string): Global {
  const full = `${module}.${name}`;
  if (!allowed.has(full)) {
    throw new Unreadable("it must use no globals but those of NumPy's arrays; others are not allowed", shorten(full));
  }
  return new Global(full.replace("._core.", ".core."));
}

/** `callable(*args)`, for the callables that there are. */
export function reduce(callable: Held, args: Held): Held {
  if (!(callable instanceof Global) || !Array.isArray(args)) throw new Unreadable("it must call globals on a tuple");
  const [first, second] = args;
  switch (callable.name) {
    case "numpy.core.multiarray._reconstruct":
      if (first instanceof Global && first.name === "numpy.ndarray") return new ArrayObject();
      break;
    case "numpy.dtype": {
      const code = textOf(first);
      if (code !== undefined && /^[a-zA-Z]\d{1,2}$/.test(code)) return new DTypeObject(code);
      throw new Unreadable("its arrays must have a dtype of numbers, others are not supported", code);
    }
    case "_codecs.encode":
      // how Python 3 writes bytes in old pickles
      if (typeof first === "string" && second === "latin1" && !/[^\0-\xff]/.test(first)) {
        return new Bytes(Uint8Array.from(first, (letter) => letter.charCodeAt(0)));
      }
  }
  throw new Unreadable(`it must not call ${callable.name} in this way, which is not allowed`);
}

/** Gives an object its state. */
export function build(target: Held, state: Held, refuse: Refuse): void {
  if (!Array.isArray(state)) throw new Unreadable("the state of an object must be a tuple");
  if (target instanceof DTypeObject) {
    const [, order, subarray, names, fields] = state;
    const sign = textOf(order);
    if (sign === undefined || !"<>|=".includes(sign)) throw new Unreadable("a dtype must have a byte order", sign);
    if (subarray !== null || names !== null || fields !== null) {
      throw new Unreadable("its arrays must not be of records, which are not supported");
    }
    target.order = sign;
  } else if (target instanceof ArrayObject) {
    if (target.value !== undefined) throw new Unreadable("an array must not get its state twice");
    target.value = arrayFrom(state, refuse);
  } else throw new Unreadable("only arrays and their dtypes may have a state, other objects are not allowed");
}

function arrayFrom(state: readonly Held[], refuse: Refuse): NonNullable<ArrayObject["value"]> {
  const [, sizes, dtype, fortranOrder, data] = state;
  if (state.length !== 5 || !Array.isArray(sizes) || !(dtype instanceof DTypeObject)) {
    throw new Unreadable("the state of an array must be its version, shape, dtype, order and data");
  }
  if (!sizes.every((size): size is number => Number.isSafeInteger(size) && (size as number) >= 0)) {
    throw new Unreadable("the shape of an array must be of sizes");
  }
  if (/^O\d$/.test(dtype.code)) {
    if (!Array.isArray(data) || sizes.length !== 1 || sizes[0] !== data.length) {
      throw new Unreadable("the shape of an array of objects must be the number of them", sizes);
    }
    return data as PickleValue[]; // what is in a list was finished when it was put there
  }
  if (!(data instanceof Bytes)) throw new Unreadable("the data of an array must be bytes");
  const shape = sizes as number[];
  const header = { descr: `${dtype.order}${dtype.code}`, fortranOrder: fortranOrder === true, shape };
  // the elements get bytes of their own: the file's may change, or be let go
  return npyArray({ header, data: data.data.slice() }, refuse);
}

export function textOf(value: Held | undefined): string | undefined {
  if (value instanceof Bytes) return latin1(value.data.subarray(0, 1000));
  return typeof value === "string" ? value : undefined;
}

function shorten(name: string): string {
  return name.length > 200 ? `${name.slice(0, 200)}…` : name;
}
