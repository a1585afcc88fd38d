import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "aws-cdk-lib";
import { Template } from "aws-cdk-lib/assertions";
import { addWatchbell } from "../add-watchbell.ts";

/** A resource of a template. */
export interface Resource {
  readonly Type: string;
  readonly Condition?: string;
  readonly DeletionPolicy?: string;
  readonly Properties: Readonly<Record<string, unknown>>;
}

/** The stack as CloudFormation gets it. */
export interface Synthesized {
  readonly template: Template;
  /** Every resource, by its name in the template. */
  readonly resources: ReadonlyMap<string, Resource>;
}

/** Makes the template, with an empty function in the place of the bundle. */
export function synthesize({ keepData = true }: { readonly keepData?: boolean } = {}): Synthesized {
  const folder = mkdtempSync(join(tmpdir(), "watchbell-aws-"));
  try {
    const bundle = join(folder, "bundle");
    mkdirSync(bundle);
    writeFileSync(join(bundle, "lambda.mjs"), "export const http = () => {};\n");
    const app = new App({ analyticsReporting: false, outdir: join(folder, "out") });
    const template = Template.fromStack(addWatchbell(app, { bundle, keepData }));
    const resources = new Map<string, Resource>(Object.entries(template.toJSON().Resources ?? {}));
    return { template, resources };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
