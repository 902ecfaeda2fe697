export { checkLayer, type LayerContract } from "./check-layer.ts";
export { type ArrayLike, difference, onHost, type Tolerance } from "./matchers.ts";
export { randomArray } from "./random-array.ts";
export { afterEach, beforeAll, beforeEach, describe, expect, expectTypeOf, it, vi } from "./vitest.ts";
