import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, normalize } from "node:path";

const types: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
};

/** As strict as a page can be that runs WebAssembly: no `eval`, no other host. */
const policy =
  "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; img-src 'self' data:";

/** A static server on a free port of this machine. */
export interface Served extends AsyncDisposable {
  readonly url: string;
}

/** Serves `folder`; a page named `/x.html` that is not there is made of `pages["x"]`. */
export async function serve(folder: string, pages: Readonly<Record<string, string>> = {}): Promise<Served> {
  const send = async (response: ServerResponse, path: string): Promise<void> => {
    const page = pages[path.slice(1).replace(/\.html$/, "")];
    if (page !== undefined) {
      response.writeHead(200, { "content-type": types[".html"]!, "content-security-policy": policy }).end(page);
      return;
    }
    const file = join(folder, path.endsWith("/") ? `${path}index.html` : path);
    const known = await stat(file).catch(() => undefined);
    if (!known?.isFile()) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { "content-type": types[extname(file)] ?? "application/octet-stream" });
    createReadStream(file).pipe(response);
  };
  const server = createServer((request, response) => {
    // normalized as an absolute path, so that no `..` is left
    const path = normalize(decodeURIComponent(new URL(request.url ?? "/", "http://localhost").pathname));
    send(response, path.replaceAll("\\", "/")).catch((error: Error) => response.writeHead(500).end(error.message));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}
