import { mapLeaves } from "./structure.ts";

/** Elements of several sources side by side, until the first of them ends. */
export async function* zipped(sources: unknown): AsyncGenerator<unknown> {
  const iterators: AsyncIterator<unknown>[] = [];
  const places = mapLeaves(sources, (source) => {
    iterators.push((source as AsyncIterable<unknown>)[Symbol.asyncIterator]());
    return iterators.length - 1;
  });
  try {
    for (;;) {
      const results = await Promise.all(iterators.map((iterator) => iterator.next()));
      if (results.some(({ done }) => done)) return;
      yield mapLeaves(places, (place) => results[place as number]!.value);
    }
  } finally {
    await Promise.allSettled(iterators.map((iterator) => iterator.return?.()));
  }
}
