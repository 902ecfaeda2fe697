/** A tar archive (POSIX ustar) of files. No owner, no time. */
export function tar(entries: readonly { readonly name: string; readonly bytes: Buffer }[]): Buffer;
