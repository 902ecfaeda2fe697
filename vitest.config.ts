import { defineConfig } from "vitest/config";

// Packages are taken from their sources: no build stands between a change and its test.
const conditions = ["@hornbeam/source", "module", "node", "import", "default"];
export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: ["packages/*/src/**/*.test.ts", "packages-private/*/src/**/*.test.ts"],
    testTimeout: 30_000,
    reporters: ["default", "./tools/count-reporter.mjs"],
  },
});
