// Programs in processes of their own: how many threads they have, when those start, and that they end.
import { execFileSync } from "node:child_process";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const product = "const large = () => tf.tidy(() => tf.matMul(tf.ones([300, 300]), tf.ones([300, 300])).dataSync()[0]);";

/** Counts helpers, and computes what several threads could share: `large()` takes about a millisecond and is 300. */
const prelude = `
import { getThreads, setThreads, start } from "@hornbeam/kernels";
import * as tf from "@hornbeam/kernels/tfjs";
import threads from "node:worker_threads";
let helpers = 0;
const { Worker } = threads;
threads.Worker = class extends Worker { constructor(...given) { super(...given); helpers++; } };
${product}
const until = (done) => { while (!done()) if (large() !== 300) throw new Error("a wrong product"); };
`;

const several = availableParallelism() > 1;

/** What a program writes; an error if it fails, or has not ended after half a minute. `under` goes before it. */
function run(body: string, under: readonly string[] = []): string {
  const [file, ...rest] = [...under, process.execPath];
  const program = ["--conditions=@hornbeam/source", "--input-type=module", "-e", prelude + body];
  const cwd = fileURLToPath(new URL("../../", import.meta.url));
  return execFileSync(file!, [...rest, ...program], { cwd, timeout: 30_000, stdio: ["ignore", "pipe", "pipe"] })
    .toString()
    .trim();
}

describe("a program that says nothing of threads", () => {
  it("may use as many as the process has cores", () => {
    const cores = Math.min(8, availableParallelism());
    expect(run("const before = getThreads(); await start(); console.log(before, getThreads());")).toBe(
      `${cores} ${cores}`,
    );
  });

  it.runIf(process.platform === "linux")("uses one where it has one core", () => {
    const body = "await start(); for (let i = 0; i < 100; i++) large(); console.log(getThreads(), helpers);";
    expect(run(body, ["taskset", "-c", "0"])).toBe("1 0");
  });

  it.runIf(several)("starts none for what is small, however often, nor for a little of what is large", () => {
    const body = `await start();
      const x = tf.ones([32, 10]);
      const small = () => tf.dispose(tf.softmax(tf.matMul(x, x, false, true)));
      for (let i = 0; i < 20_000; i++) small();
      large();
      await new Promise((resolve) => setTimeout(resolve, 50));
      console.log(helpers);`;
    expect(run(body)).toBe("0");
  });

  it.runIf(several)("starts them for what is large, also in a loop that never ends a turn", () => {
    expect(run("await start(); until(() => helpers > 0); until(() => true); console.log(helpers);")).toBe(
      String(Math.min(8, availableParallelism()) - 1),
    );
  });

  it.runIf(several)("goes on with one where none can be started", () => {
    const body = `await start();
      let tried = 0;
      threads.Worker = class { constructor() { tried++; throw new Error("no more"); } };
      until(() => tried > 0);
      await new Promise((resolve) => setTimeout(resolve));
      tried = 0;
      for (let i = 0; i < 100; i++) large();
      console.log(getThreads(), tried, await setThreads(2).catch((error) => error.message));`;
    expect(run(body)).toBe(
      "1 0 Cannot start a thread: the environment must allow workers, received no more\n" +
        "A page with a content security policy needs blob: in worker-src.",
    );
  });

  it.runIf(several)("starts them anew when one has ended", () => {
    const body = `await start();
      const workers = [];
      process.on("worker", (worker) => workers.push(worker));
      const turn = () => new Promise((resolve) => setTimeout(resolve, 1));
      const startedAfter = async (before) => { while (helpers === before) { large(); await turn(); } };
      await startedAfter(0);
      for (let i = 0; i < 200; i++) { large(); await turn(); }
      const first = helpers;
      await workers[0].terminate();
      await startedAfter(first);
      console.log(helpers === 2 * first, getThreads() === first + 1, large());`;
    expect(run(body)).toBe("true true 300");
  });
});

describe("the number of threads", () => {
  it("can be changed after the start, up and down", () => {
    const body = `await start();
      const said = [];
      for (const n of [1, 3, 2, 1, 4]) { await setThreads(n); large(); said.push(getThreads()); }
      console.log(String(said), helpers);`;
    // 3: two more; 4: three more
    expect(run(body)).toBe("1,3,2,1,4 5");
  });

  it("is one, and cannot be changed, where memory is not shared", () => {
    const body = `await start({ sharedMemory: false });
      for (let i = 0; i < 100; i++) large();
      await setThreads(1);
      console.log(getThreads(), helpers, await setThreads(2).catch((error) => error.message));`;
    expect(run(body)).toBe(
      "1 0 Cannot use 2 threads: the kernels must run in shared memory, received memory of one thread\n" +
        "There was no room for shared memory, or another TensorFlow.js on the page has started the backend.",
    );
  });
});

describe("a program ends", () => {
  const ways = {
    "whose threads wait for work": "await setThreads(3); await start(); large();",
    "whose threads are starting": "await setThreads(1); await start(); setThreads(3); large();",
    "whose threads start by themselves": "await start(); until(() => helpers > 0 || getThreads() === 1);",
  };
  for (const [which, body] of Object.entries(ways)) {
    it(`by itself, ${which}`, () => {
      expect(run(`${body} console.log("end");`)).toBe("end");
    });
    it(`when it exits, ${which}`, () => {
      expect(run(`${body} console.log("end"); process.exit(0);`)).toBe("end");
    });
    it(`when it throws, ${which}`, () => {
      expect(() => run(`${body} throw new Error("on purpose");`)).toThrow(/on purpose/);
    });
  }

  /** A program with a worker in which code runs after threads have computed. */
  const inWorker = (code: string, then: string) => {
    const inside = `(async () => {
      const { setThreads, start } = await import("@hornbeam/kernels");
      const tf = await import("@hornbeam/kernels/tfjs");
      ${product}
      await setThreads(2);
      await start();
      for (let i = 0; i < 50; i++) large();
      require("node:worker_threads").parentPort.postMessage("computed " + large());
      ${code}
    })();`;
    return run(`
      const worker = new Worker(${JSON.stringify(inside)}, { eval: true, execArgv: ["--conditions=@hornbeam/source"] });
      const message = new Promise((resolve, reject) => worker.on("message", resolve).on("error", reject));
      const exit = new Promise((resolve) => worker.on("exit", resolve));
      ${then}`);
  };

  it("when a worker of its own has computed on threads", () => {
    expect(inWorker("", "console.log(await message, await exit);")).toBe("computed 300 0");
  });

  it("when it has ended such a worker in the midst of its work, and then computes itself", () => {
    const then = "console.log(await message, await worker.terminate()); await start(); console.log(large());";
    expect(inWorker("for (;;) large();", then)).toBe("computed 300 1\n300");
  });
});
