import { z } from "zod";
import type { ProbeKind, ProbeSpec } from "../../model/index.ts";
import type { Probe } from "./contract.ts";
import { dns } from "./dns.ts";
import { http } from "./http.ts";
import { task } from "./task.ts";
import { tcp } from "./tcp.ts";
import { tls } from "./tls.ts";

/** Every kind of probe; a test holds it equal to the files of this folder and to docs/probes. */
export const PROBES: { readonly [Kind in ProbeKind]: Probe<Extract<ProbeSpec, { readonly type: Kind }>> } = {
  dns,
  http,
  task,
  tcp,
  tls,
};

/** What a probe does, as people type it. */
export const ProbeInput = z
  .discriminatedUnion("type", [dns.Spec, http.Spec, task.Spec, tcp.Spec, tls.Spec])
  .meta({ id: "ProbeInput" });
export type ProbeInput = z.output<typeof ProbeInput>;
