import { OptionError, refusal, StateError } from "@hornbeam/core";
import { md5 } from "./_md5.ts";

/** What the bytes of a file must hash to. */
export interface FileHash {
  readonly algorithm: "SHA-256" | "MD5";
  /** Hexadecimal digits, in lower case. */
  readonly digest: string;
}

/** Reads a hash by its length, as Keras does: 64 hexadecimal digits are SHA-256, 32 are MD5. */
export function readHash(text: string, action: string): FileHash {
  const digest = text.toLowerCase();
  if (/^[0-9a-f]{64}$/.test(digest)) return { algorithm: "SHA-256", digest };
  if (/^[0-9a-f]{32}$/.test(digest)) return { algorithm: "MD5", digest };
  throw refusal(OptionError, {
    action,
    option: "fileHash",
    expected: "`fileHash` must be 64 hexadecimal digits of SHA-256, or 32 of MD5",
    received: text,
  });
}

/** The hash of bytes, in hexadecimal digits. */
export async function digestOf(
  bytes: Uint8Array<ArrayBuffer>,
  algorithm: FileHash["algorithm"],
  action: string,
): Promise<string> {
  if (algorithm === "MD5") return md5(bytes);
  // insecure pages have no `subtle`, whatever its type says
  const subtle = globalThis.crypto?.subtle as SubtleCrypto | undefined;
  if (subtle === undefined) {
    throw refusal(StateError, {
      action,
      expected: "the page must be secure for its files to be checked",
      hint: "Serve it over https, or from localhost.",
    });
  }
  const digest = new Uint8Array(await subtle.digest(algorithm, bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
