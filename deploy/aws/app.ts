/** What the CDK starts (cdk.json): writes the templates of Watchbell on AWS. Nothing here calls AWS. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { App } from "aws-cdk-lib";
import { addWatchbell } from "./add-watchbell.ts";

const BUNDLE = join(import.meta.dirname, "../../server/dist-lambda");

if (existsSync(join(BUNDLE, "lambda.mjs"))) {
  const app = new App({ analyticsReporting: false });
  addWatchbell(app, { bundle: BUNDLE, keepData: app.node.tryGetContext("keepData") !== "false" });
  app.synth();
} else {
  process.stderr.write("The functions are not built. Run `npm run build:lambda` in the checkout's root.\n");
  process.exitCode = 1;
}
