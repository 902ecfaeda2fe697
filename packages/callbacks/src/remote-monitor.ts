import { boolean, defineCallback, type Logs, nullable, option, text, warnOnce } from "@hornbeam/core";

const headers = /* @__PURE__ */ option<Readonly<Record<string, string>>>("headers by name", (x) =>
  typeof x === "object" && x !== null && Object.values(x).every((value) => typeof value === "string")
    ? (x as Record<string, string>)
    : undefined,
);

/**
 * Posts the logs of each epoch to a server: `{"epoch": 0, "loss": 0.5}`, in a field of a form or as JSON. A server that
 * cannot be reached is a warning.
 *
 * @see {@link https://keras.io/api/callbacks/remote_monitor/ | keras.callbacks.RemoteMonitor}
 * @example
 * new RemoteMonitor({ root: "https://example.org", path: "/runs/", sendAsJson: true });
 */
export class RemoteMonitor extends /* @__PURE__ */ defineCallback("keras.callbacks.RemoteMonitor", {
  /** Address of the server. */
  root: /* @__PURE__ */ text("http://localhost:9000"),
  /** What follows it. */
  path: /* @__PURE__ */ text("/publish/epoch/end/"),
  /** Field of the form that holds the logs. */
  field: /* @__PURE__ */ text("data"),
  headers: /* @__PURE__ */ nullable(headers)(null),
  /** Whether the logs themselves are sent, as `application/json`. */
  sendAsJson: /* @__PURE__ */ boolean(false),
}) {
  override async onEpochEnd(epoch: number, logs: Logs): Promise<void> {
    const json = JSON.stringify({ epoch, ...logs });
    const own = this.headers ?? {};
    const request = this.sendAsJson
      ? { body: json, headers: { "content-type": "application/json", ...own } }
      : { body: new URLSearchParams({ [this.field]: json }), headers: own };
    try {
      const response = await fetch(`${this.root}${this.path}`, { method: "POST", ...request });
      await response.body?.cancel();
    } catch {
      warnOnce(`Could not reach RemoteMonitor root server at ${this.root}`);
    }
  }
}
