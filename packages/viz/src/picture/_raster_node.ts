import type { Resvg } from "@resvg/resvg-wasm";
import { nodeModule } from "./_node.ts";
import type { RasterSize } from "./_raster.ts";

type Renderer = (svg: string, scale: number) => Uint8Array<ArrayBuffer>;

interface FileSystem {
  readFile(path: string): Promise<Uint8Array<ArrayBuffer>>;
}
interface ModuleLoader {
  createRequire(from: string): { resolve(specifier: string): string };
}

let renderer: Promise<Renderer> | undefined;

/** Draws by resvg with DejaVu Sans: the same bytes on every system, whatever fonts it has. */
export async function rasterizeInNode(svg: string, { scale }: RasterSize): Promise<Uint8Array<ArrayBuffer>> {
  renderer ??= startRenderer().catch((error: unknown) => {
    renderer = undefined; // another try may do better
    throw error;
  });
  return (await renderer)(svg, scale);
}

async function startRenderer(): Promise<Renderer> {
  const { readFile } = nodeModule<FileSystem>("node:fs/promises")!;
  const resolver = nodeModule<ModuleLoader>("node:module")!.createRequire(import.meta.url);
  const read = (specifier: string) => readFile(resolver.resolve(specifier));
  const [resvg, wasm, ...fontBuffers] = await Promise.all([
    import("@resvg/resvg-wasm"),
    read("@resvg/resvg-wasm/index_bg.wasm"),
    read("dejavu-fonts-ttf/ttf/DejaVuSans.ttf"),
    read("dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf"),
  ]);
  await resvg.initWasm(wasm).catch((error: unknown) => {
    if (!String(error).includes("Already initialized")) throw error; // someone else in the program uses resvg too
  });
  return (svg, scale) => renderWith(resvg.Resvg, svg, scale, fontBuffers);
}

function renderWith(Renderer: typeof Resvg, svg: string, scale: number, fontBuffers: Uint8Array[]) {
  const drawing = new Renderer(svg, {
    fitTo: { mode: "zoom", value: scale },
    font: { fontBuffers, defaultFontFamily: "DejaVu Sans" },
  });
  try {
    const image = drawing.render();
    try {
      return new Uint8Array(image.asPng());
    } finally {
      image.free();
    }
  } finally {
    drawing.free();
  }
}
