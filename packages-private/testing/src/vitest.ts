import { ready } from "@hornbeam/core";
import { beforeAll } from "vitest";

export { afterEach, beforeAll, beforeEach, describe, expect, expectTypeOf, it, vi } from "vitest";

// every test file of a layer needs a backend
beforeAll(() => ready());
