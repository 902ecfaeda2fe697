const keys = new Map();

/** The key of a kernel in the registry, put together once: looking for a new string costs more than the rest of the search. */
export function kernelKey(kernelName, backendName) {
  let ofBackend = keys.get(backendName);
  if (ofBackend === undefined) {
    ofBackend = new Map();
    keys.set(backendName, ofBackend);
  }
  let key = ofBackend.get(kernelName);
  if (key === undefined) {
    key = `${backendName}_${kernelName}`;
    ofBackend.set(kernelName, key);
  }
  return key;
}
