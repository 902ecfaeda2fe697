/** The same elements, of which up to `bufferSize` are asked for before they are needed. */
export async function* prefetched<T>(source: AsyncIterable<T>, bufferSize: number): AsyncGenerator<T> {
  const iterator = source[Symbol.asyncIterator]();
  const ask = () => {
    const answer = iterator.next();
    answer.catch(() => {}); // thrown when its turn comes, if it comes
    return answer;
  };
  const queue: Promise<IteratorResult<T>>[] = [];
  try {
    for (let i = 0; i < bufferSize; i++) queue.push(ask());
    for (let answer = queue.shift(); answer !== undefined; answer = queue.shift()) {
      const { done, value } = await answer;
      if (done) return;
      queue.push(ask());
      yield value;
    }
  } finally {
    await iterator.return?.();
  }
}
