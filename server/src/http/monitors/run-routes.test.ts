import { expect, it } from "vitest";
import { createApi } from "../../../test/api-client.ts";
import { createTestApp } from "../../../test/test-app.ts";

it("the runs of a monitor are told newest first, with the one that is open", async () => {
  const test = await createTestApp();
  const api = createApi(test);
  const { body: monitor } = await api("POST", "/monitors", {});
  for (const action of ["/start", "/3", "/start"]) {
    await test.http.request(`/ping/${monitor.id}${action}`);
    test.clock.advance(1_000);
  }
  const { body } = await api("GET", `/monitors/${monitor.id}/runs`);
  expect(body.runs).toMatchObject([
    { outcome: "running", startedAt: "2026-03-04T12:00:02.000Z", endedAt: null, pingN: 3 },
    { outcome: "fail", startedAt: "2026-03-04T12:00:00.000Z", durationMs: 1_000, exitStatus: 3, pingN: 2 },
  ]);
  expect((await api("GET", `/monitors/${monitor.id}/runs?limit=1`)).body.runs).toHaveLength(1);
  expect((await api("GET", "/monitors/00000000-0000-4000-8000-000000000000/runs")).status).toBe(404);
  await test.close();
});
