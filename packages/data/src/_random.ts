/** Whole numbers from 0 to below a bound, each as likely. */
export type Draw = (bound: number) => number;

/**
 * A small generator (Chris Doty-Humphrey's sfc32) for the order of elements. The same seed and stream give the same
 * numbers everywhere; other streams of a seed have nothing to do with each other.
 *
 * @see {@link https://pracrand.sourceforge.net/RNG_engines.txt | PractRand}
 */
export function drawFrom(seed: number, stream: number): Draw {
  let a = seed | 0;
  let b = Math.floor(seed / 2 ** 32) | 0;
  let c = stream | 0;
  let counter = 1;
  const next = () => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum >>> 0;
  };
  // the state that a seed gives is far from random at first
  for (let i = 0; i < 15; i++) next();
  return (bound) => Math.floor((next() / 2 ** 32) * bound);
}
