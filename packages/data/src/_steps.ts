import { OptionError, refusal } from "@hornbeam/core";
import { callOnHost } from "./_on-host.ts";
import type { OnHost } from "./structure.ts";

/** Any iterable as an asynchronous one, started anew for each reader. */
export async function* elementsOf<T>(make: () => Iterable<T> | AsyncIterable<T>): AsyncGenerator<Awaited<T>> {
  const made: unknown = make();
  if (typeof made !== "object" || made === null || !(Symbol.iterator in made || Symbol.asyncIterator in made)) {
    throw refusal(OptionError, {
      action: "read a Dataset of a generator",
      expected: "its function must give an iterable",
      received: made,
    });
  }
  yield* made as Iterable<T> | AsyncIterable<T>;
}

export async function* mapped<T, U>(
  source: AsyncIterable<T>,
  f: (element: T) => U | Promise<U>,
): AsyncGenerator<OnHost<U>> {
  for await (const element of source) yield (await callOnHost(f, element)) as Awaited<OnHost<U>>;
}

export async function* filtered<T>(
  source: AsyncIterable<T>,
  test: (element: T) => boolean | Promise<boolean>,
): AsyncGenerator<T> {
  for await (const element of source) {
    const kept: unknown = await callOnHost(test, element);
    if (typeof kept !== "boolean") {
      throw refusal(OptionError, {
        action: "filter a Dataset",
        expected: "its test must give a boolean",
        received: kept,
      });
    }
    if (kept) yield element;
  }
}

export async function* taken<T>(source: AsyncIterable<T>, count: number): AsyncGenerator<T> {
  if (count === 0) return;
  let left = count;
  for await (const element of source) {
    yield element;
    if (--left === 0) return;
  }
}

export async function* skipped<T>(source: AsyncIterable<T>, count: number): AsyncGenerator<T> {
  let left = count;
  for await (const element of source) {
    if (left > 0) left--;
    else yield element;
  }
}

/** The elements `count` times over; an end without any element is the end of all, however often. */
export async function* repeated<T>(source: AsyncIterable<T>, count: number): AsyncGenerator<T> {
  for (let round = 0; round < count; round++) {
    let isEmpty = true;
    for await (const element of source) {
      isEmpty = false;
      yield element;
    }
    if (isEmpty) return;
  }
}
