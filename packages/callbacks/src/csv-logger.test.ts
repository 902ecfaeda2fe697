import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { ConfigError, type Logs } from "@hornbeam/core";
import { describe, expect, it, vi } from "vitest";
import { CSVLogger } from "./csv-logger.ts";
import { FakeModel, train } from "./fixtures/fake-model.ts";
import { inFolder } from "./fixtures/folder.ts";

describe("CSVLogger", () => {
  // the texts of this file are those that keras.callbacks.CSVLogger of Keras 3.15.1 writes for the same logs
  it("writes epoch and logs; without validation columns for it, and NA for what is missing", () =>
    inFolder(async (path) => {
      const callback = new CSVLogger({ filename: path("run", "log.csv") });
      const epochs: Logs[] = [{ loss: 0.5, acc: 1e-5 }, { loss: Number.NaN }, { acc: 1, loss: 1e16, val_loss: 2 }];
      await train(callback, new FakeModel(), epochs);
      const text = "epoch,acc,loss,val_acc,val_loss\r\n0,1e-05,0.5,NA,NA\r\n1,NA,nan,NA,NA\r\n2,1.0,1e+16,NA,2.0\r\n";
      expect(readFileSync(path("run", "log.csv"), "utf8")).toBe(text);
      expect(callback.text).toBe(text);
      await train(callback, new FakeModel(), [{ loss: 1, val_loss: 1 }]);
      expect(readFileSync(path("run", "log.csv"), "utf8")).toBe("epoch,loss,val_loss\r\n0,1.0,1.0\r\n");
    }));

  it("quotes what holds the separator or quotes, and goes on with a file", () =>
    inFolder(async (path) => {
      const filename = path("log.csv");
      const logs = { val_loss: 1, "a;b": 2, 'q"': 3 };
      await train(new CSVLogger({ filename, separator: ";" }), new FakeModel(), [logs]);
      await train(new CSVLogger({ filename, separator: ";", append: true }), new FakeModel(), [logs]);
      expect(readFileSync(filename, "utf8")).toBe('epoch;"a;b";"q""";val_loss\r\n0;2.0;3.0;1.0\r\n0;2.0;3.0;1.0\r\n');
    }));

  it("writes a header into an empty file that it goes on with", () =>
    inFolder(async (path) => {
      writeFileSync(path("log.csv"), "");
      const callback = new CSVLogger({ filename: path("log.csv"), append: true });
      await train(callback, new FakeModel(), [{ loss: 1, val_loss: 2 }]);
      expect(readFileSync(path("log.csv"), "utf8")).toBe("epoch,loss,val_loss\r\n0,1.0,2.0\r\n");
    }));

  it("keeps the text where there is no file system", async () => {
    vi.stubGlobal("process", undefined);
    try {
      const callback = new CSVLogger({ filename: "nowhere/log.csv", append: true });
      await train(callback, new FakeModel(), [{ loss: 1, val_loss: 2 }]);
      await train(callback, new FakeModel(), [{ loss: 3, val_loss: 4 }]);
      expect(callback.text).toBe("epoch,loss,val_loss\r\n0,1.0,2.0\r\n0,3.0,4.0\r\n");
    } finally {
      vi.unstubAllGlobals();
    }
  });

  it("tells when the file cannot be written", () =>
    inFolder(async (path) => {
      mkdirSync(path("log.csv"));
      const training = train(new CSVLogger({ filename: path("log.csv") }), new FakeModel(), []);
      await expect(training).rejects.toThrow(ConfigError);
      await expect(training).rejects.toThrow(
        `Cannot write "${path("log.csv")}": the file system must allow it, received "EISDIR"`,
      );
    }));

  it("refuses a separator of several characters", () => {
    expect(() => new CSVLogger({ filename: "log.csv", separator: ", " })).toThrow(
      'Cannot create CSVLogger: `separator` must be one character, received ", "',
    );
  });
});
