import { ConfigError, NDArray, refusal } from "@hornbeam/core";

/** What a WAV file holds: samples from -1 to 1, `[samples, channels]`, and how many of them make a second. */
export interface Sound {
  readonly samples: NDArray;
  readonly rate: number;
}

/** How samples are stored. */
const formats = { 1: "integer", 3: "float" } as const;

/** The sound in a WAV file: integers of 8 to 32 bits, or floats. */
export function decodeWav(bytes: Uint8Array, action: string): Sound {
  const refuse = (received: string) =>
    refusal(ConfigError, { action, expected: "it must be a WAV file that is not damaged", received });
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const word = (at: number): string => String.fromCharCode(...bytes.subarray(at, at + 4));
  if (bytes.length < 12 || word(0) !== "RIFF" || word(8) !== "WAVE") throw refuse(word(0));
  let format: { code: number; channels: number; rate: number; bits: number } | undefined;
  for (let at = 12; at + 8 <= bytes.length; ) {
    const [name, size] = [word(at), view.getUint32(at + 4, true)];
    const start = at + 8;
    if (name === "fmt " && start + 16 <= bytes.length) {
      const short = (offset: number): number => view.getUint16(start + offset, true);
      // extensible formats name the real one further on
      const code = short(0) === 0xfffe && size >= 26 && start + 26 <= bytes.length ? short(24) : short(0);
      format = { code, channels: short(2), rate: view.getUint32(start + 4, true), bits: short(14) };
    } else if (name === "data") {
      if (!format) throw refuse("no format before the samples");
      const read = readerOf(view, format);
      if (!read || format.channels === 0) throw refuse(`format ${format.code} of ${format.bits} bits`);
      const width = format.bits / 8;
      const frames = Math.floor(Math.min(size, bytes.length - start) / (width * format.channels));
      const data = Float32Array.from({ length: frames * format.channels }, (_, i) => read(start + i * width));
      return { samples: new NDArray(data, [frames, format.channels]), rate: format.rate };
    }
    at = start + size + (size % 2);
  }
  throw refuse("no samples");
}

/** What reads one sample. */
function readerOf(
  view: DataView,
  { code, bits }: { code: number; bits: number },
): ((at: number) => number) | undefined {
  const kind = formats[code as keyof typeof formats];
  switch (`${kind} ${bits}`) {
    case "integer 8":
      return (at) => (view.getUint8(at) - 128) / 128;
    case "integer 16":
      return (at) => view.getInt16(at, true) / 2 ** 15;
    case "integer 24":
      return (at) => ((view.getInt8(at + 2) << 16) | view.getUint16(at, true)) / 2 ** 23;
    case "integer 32":
      return (at) => view.getInt32(at, true) / 2 ** 31;
    case "float 32":
      return (at) => view.getFloat32(at, true);
    case "float 64":
      return (at) => view.getFloat64(at, true);
    default:
      return undefined;
  }
}
