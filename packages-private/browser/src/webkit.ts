import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, type Browser, type Tab } from "./tab.ts";

const browsers = ["x86_64", "aarch64"].map((cpu) => `/usr/lib/${cpu}-linux-gnu/webkit2gtk-4.1/MiniBrowser`);

/** What Safari has, and the GTK port leaves out unless it is told. */
const features = "--features=+FileSystem,+FileSystemWritableStream,+StorageAPI";

/** WebKit's GTK port by WebDriver; it has no headless mode, so its windows are on a display that nobody looks at. */
export async function startWebKit(driver: string, sharedMemory: boolean): Promise<Browser> {
  const binary = browsers.find((path) => existsSync(path));
  if (!binary) throw new Error(`there is no MiniBrowser at ${browsers.join(" or ")}`);
  const home = mkdtempSync(join(tmpdir(), "hornbeam-webkit-"));
  const env = {
    ...process.env,
    // the GTK port does not see to it by itself where a page is cross-origin isolated
    JSC_useSharedArrayBuffer: String(sharedMemory),
    HOME: home,
    XDG_RUNTIME_DIR: home,
    GDK_BACKEND: "broadway",
    BROADWAY_DISPLAY: ":0",
  };
  const port = await freePort();
  const screen = spawn("broadwayd", [":0", `--unixsocket=${join(home, "screen")}`], { env, stdio: "ignore" });
  // in a group of its own, so that all of its processes can be ended
  const service = spawn(driver, [`--port=${port}`], { env, detached: true, stdio: "ignore" });
  const close = async (): Promise<void> => {
    for (const end of [() => process.kill(-service.pid!, "SIGKILL"), () => screen.kill("SIGKILL")]) {
      try {
        end();
      } catch {
        // it has ended already
      }
    }
    rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    await Promise.all([started(screen), started(service)]);
    const send = client(`http://127.0.0.1:${port}`);
    await until(() => send("GET", "/status"));
    const { sessionId, capabilities } = await send<Session>("POST", "/session", {
      capabilities: {
        alwaysMatch: { "webkitgtk:browserOptions": { binary, args: ["--automation", features] } },
      },
    });
    const session = `/session/${sessionId}`;
    return {
      title: `WebKitGTK ${capabilities.browserVersion}${sharedMemory ? ", shared memory" : ""}`,
      newTab: async () => tabOf((method, path, body) => send(method, session + path, body)),
      async [Symbol.asyncDispose]() {
        await Promise.race([send("DELETE", session).catch(() => undefined), after(5000)]);
        await close();
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

interface Session {
  readonly sessionId: string;
  readonly capabilities: { readonly browserVersion: string };
}

type Send = <T>(method: "GET" | "POST" | "DELETE", path: string, body?: object) => Promise<T>;

/** The commands of https://www.w3.org/TR/webdriver2 that are needed here. */
const client =
  (server: string): Send =>
  async (method, path, body = {}) => {
    const response = await fetch(server + path, { method, ...(method === "POST" && { body: JSON.stringify(body) }) });
    const { value } = (await response.json()) as { value: never };
    if (!response.ok) throw new Error(`${method} ${path}: ${JSON.stringify(value)}`);
    return value;
  };

/** Always the same window: pictures of others never come. */
const tabOf = (send: Send): Tab => ({
  problems: [],
  open: (url) => send("POST", "/url", { url }),
  evaluate: (expression) => send("POST", "/execute/sync", { script: `return ${expression}`, args: [] }),
  screenshot: async () => Buffer.from(await send<string>("GET", "/screenshot"), "base64"),
  async [Symbol.asyncDispose]() {
    await Promise.race([send("POST", "/url", { url: "about:blank" }).catch(() => undefined), after(5000)]);
  },
});

async function freePort(): Promise<number> {
  await using server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

function started(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once("spawn", resolve).once("error", reject);
  });
}

async function until(work: () => Promise<unknown>): Promise<void> {
  for (let trial = 0; ; trial++) {
    try {
      await work();
      return;
    } catch (error) {
      if (trial === 100) throw error;
      await after(50);
    }
  }
}
