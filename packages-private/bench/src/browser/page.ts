// Started with `?workload=cnn-128&threads=2&rounds=6`: has a worker train, and shows what it measured to the driver.
const worker = new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
worker.onmessage = ({ data }) => Object.assign(globalThis, { outcome: data });
worker.onerror = (event) => console.error(`worker: ${event.message}`);
worker.postMessage(Object.fromEntries(new URLSearchParams(location.search)));
