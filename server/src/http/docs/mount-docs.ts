import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { Hono } from "hono";
import type { Settings } from "../../config/settings.ts";
import { AppError } from "../../model/index.ts";
import { jsonAnswer } from "../answer.ts";
import type { Route } from "../route.ts";

/** The files of the documentation's page that are not ours, with their types. */
const ASSETS: Readonly<Record<string, string>> = {
  "swagger-ui.css": "text/css; charset=utf-8",
  "swagger-ui-bundle.js": "text/javascript; charset=utf-8",
};

/** Nothing but our own files, no script in the page, and calls to nobody but us. */
const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Watchbell API</title>
<link rel="stylesheet" href="docs/swagger-ui.css">
<link rel="icon" href="data:,">
</head>
<body>
<div id="docs"><noscript>The description of the API is at <a href="v1/openapi.json">v1/openapi.json</a>.</noscript></div>
<script src="docs/swagger-ui-bundle.js"></script>
<script src="docs/start.js"></script>
</body>
</html>
`;

const START = `SwaggerUIBundle({ url: "v1/openapi.json", dom_id: "#docs", deepLinking: true, validatorUrl: null });
`;

interface Docs {
  readonly routes: readonly Route[];
  /** Where the API begins. */
  readonly base: string;
  readonly settings: Settings;
  /** Where the packed program keeps the page's files; absent in a checkout, where they come from node_modules. */
  readonly assetsFolder: string;
}

/** Puts up the description of the API and a page to read it with. Both are made when first asked for. */
export function mountDocs(http: Hono, docs: Docs): void {
  let description: Promise<unknown> | null = null;
  http.get(`${docs.base}/openapi.json`, async () => {
    description ??= describe(docs);
    return jsonAnswer(200, await description);
  });
  http.get("/api/docs", () => fileAnswer(PAGE, "text/html; charset=utf-8"));
  http.get("/api/docs/start.js", () => fileAnswer(START, "text/javascript; charset=utf-8"));
  http.get("/api/docs/:file", async (c) => {
    const file = c.req.param("file");
    const type = Object.hasOwn(ASSETS, file) ? ASSETS[file] : undefined;
    if (type === undefined) throw new AppError("not_found", "The documentation has no such file.");
    return fileAnswer(await readAsset(docs.assetsFolder, file), type);
  });
}

async function describe({ routes, base, settings }: Docs): Promise<unknown> {
  const { buildOpenApi } = await import("./openapi.ts");
  return buildOpenApi(routes, { base, serverUrl: settings.baseUrl, version: "1" });
}

async function readAsset(folder: string, file: string): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return new Uint8Array(await readFile(join(folder, file)));
  } catch {
    // Not packed: this is a checkout.
    const manifest = createRequire(import.meta.url).resolve("swagger-ui-dist/package.json");
    return new Uint8Array(await readFile(join(dirname(manifest), file)));
  }
}

function fileAnswer(content: string | Uint8Array<ArrayBuffer>, type: string): Response {
  return new Response(content, {
    headers: {
      "Content-Type": type,
      "Content-Security-Policy": PAGE_POLICY,
      "X-Content-Type-Options": "nosniff",
      "Referrer-Policy": "no-referrer",
      "Cache-Control": "no-cache",
    },
  });
}
