const worker = new Worker(new URL("./threads-worker.ts", import.meta.url), { type: "module", name: "2" });
worker.onmessage = ({ data }) => Object.assign(globalThis, { outcome: data });
worker.onerror = (event) => console.error(`worker: ${event.message}`);
