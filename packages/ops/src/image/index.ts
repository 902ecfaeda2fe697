export { type Interpolation, resize } from "./resize.ts";
