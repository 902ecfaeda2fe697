/** Everything up to the last slash; empty for a bare name. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf("/"), path.lastIndexOf("\\")));
}

export function joinPath(folder: string, name: string): string {
  return folder === "" || /[\\/]$/.test(folder) ? `${folder}${name}` : `${folder}/${name}`;
}
