import { createConnect } from "../../src/lib/connect.ts";
import { createHttpClient } from "../../src/lib/guarded-http-client.ts";
import type { Provider, SendInput, SendResult } from "../../src/providers/contract.ts";
import { SAMPLE_AT, SAMPLE_EVENTS } from "../sample-events.ts";
import type { Received } from "../sink.ts";
import { type HttpScene, leadRequests, startHttpVendor } from "./http-vendor.ts";

/** Sends one payload to a fake that stands for all of `origins`, and tells what it got and what came of it. */
export async function sendThrough<C, P>(
  provider: Provider<C, P>,
  input: Partial<SendInput<C, P>> & { readonly credentials: C },
  {
    origins,
    scene,
    now = SAMPLE_AT,
  }: { readonly origins: readonly string[]; readonly scene: HttpScene; readonly now?: number },
): Promise<{ readonly received: readonly Received[]; readonly result: SendResult }> {
  const vendor = await startHttpVendor((url) => url);
  const connect = createConnect({ outgoing: "private" });
  const http = createHttpClient(connect);
  vendor.play(scene);
  try {
    const { payload = provider.render(SAMPLE_EVENTS.down, null, input.credentials) } = input;
    const whole = {
      messageId: "6f1d7c6e-0000-4000-8000-000000000001",
      alertKey: "monitor:1:incident:1",
      previous: null,
    };
    const deps = { http: leadRequests(http, origins, String(vendor.credentials)), connect, now, log: () => {} };
    const result = await provider.send({ ...whole, ...input, payload }, deps);
    return { received: vendor.received, result };
  } finally {
    await http.close();
    await vendor.close();
  }
}
