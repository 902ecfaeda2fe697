import { createServer } from "node:http";
import { describe, expect, it } from "vitest";
import { FakeModel, train } from "./fixtures/fake-model.ts";
import { warningsOf } from "./fixtures/output.ts";
import { RemoteMonitor } from "./remote-monitor.ts";

interface Received {
  readonly path: string | undefined;
  readonly type: string | undefined;
  readonly token: unknown;
  readonly body: string;
}

async function received(run: (root: string) => Promise<unknown>): Promise<Received[]> {
  const requests: Received[] = [];
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const part of request) body += String(part);
    const { "content-type": type, "x-token": token } = request.headers;
    requests.push({ path: `${request.method} ${request.url}`, type, token, body });
    response.end("ok");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    await run(`http://127.0.0.1:${(server.address() as { port: number }).port}`);
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
  return requests;
}

describe("RemoteMonitor", () => {
  it("posts a form with the logs", async () => {
    const [first, second] = await received((root) =>
      train(new RemoteMonitor({ root, headers: { "x-token": "a" } }), new FakeModel(), [{ loss: 0.5 }, { loss: 0.25 }]),
    );
    expect(first).toMatchObject({ path: "POST /publish/epoch/end/", token: "a" });
    expect(first?.type).toContain("application/x-www-form-urlencoded");
    expect(JSON.parse(new URLSearchParams(first?.body).get("data")!)).toEqual({ epoch: 0, loss: 0.5 });
    expect(JSON.parse(new URLSearchParams(second?.body).get("data")!)).toEqual({ epoch: 1, loss: 0.25 });
  });

  it("posts JSON if told to", async () => {
    const [request] = await received((root) =>
      train(new RemoteMonitor({ root, path: "/runs", sendAsJson: true }), new FakeModel(), [{ loss: 0.5 }]),
    );
    expect(request).toMatchObject({
      path: "POST /runs",
      type: "application/json",
      body: '{"epoch":0,"loss":0.5}',
    });
  });

  it("warns once of a server that cannot be reached", async () => {
    let closed = "";
    await received(async (root) => void (closed = root));
    const callback = new RemoteMonitor({ root: closed });
    expect(await warningsOf(() => train(callback, new FakeModel(), [{ loss: 1 }, { loss: 2 }]))).toEqual([
      `Could not reach RemoteMonitor root server at ${closed}`,
    ]);
  });
});
