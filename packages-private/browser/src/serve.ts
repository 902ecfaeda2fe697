import { createReadStream, readFileSync } from "node:fs";
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

/** What makes a page cross-origin isolated, so that its threads may share memory; scripts of its workers must say the same. */
const isolation = {
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-embedder-policy": "require-corp",
  "content-security-policy": `${policy}; worker-src 'self' blob:`,
};

const problems = readFileSync(new URL("app/problems.js", import.meta.url));

/** A static server on a free port of this machine. */
export interface Served extends AsyncDisposable {
  readonly url: string;
}

/**
 * Serves `folder`; a page named `/x.html` that is not there is made of `pages["x"]`. Those that `isolated` names are
 * cross-origin isolated. `/problems.js` keeps what goes wrong on a page that runs it first.
 */
export async function serve(
  folder: string,
  pages: Readonly<Record<string, string>> = {},
  isolated: readonly string[] = [],
): Promise<Served> {
  const send = async (response: ServerResponse, path: string): Promise<void> => {
    const name = path.slice(1).replace(/\.html$/, "");
    const page = pages[name];
    if (page !== undefined) {
      const guard = isolated.includes(name) ? isolation : { "content-security-policy": policy };
      response.writeHead(200, { "content-type": types[".html"]!, ...guard }).end(page);
      return;
    }
    if (path === "/problems.js") {
      response.writeHead(200, { "content-type": types[".js"]!, "cross-origin-embedder-policy": "require-corp" });
      response.end(problems);
      return;
    }
    const file = join(folder, path.endsWith("/") ? `${path}index.html` : path);
    const known = await stat(file).catch(() => undefined);
    if (!known?.isFile()) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, {
      "content-type": types[extname(file)] ?? "application/octet-stream",
      "cross-origin-embedder-policy": "require-corp",
    });
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
