import { describe, expect, it } from "vitest";
import { says, startHttpVendor } from "../../test/contracts/http-vendor.ts";
import { describeProvider } from "../../test/contracts/provider.ts";
import { HUGE_PUBLICATION, SAMPLE_EVENTS } from "../../test/sample-events.ts";
import type { Received } from "../../test/sink.ts";
import { type TeamsPayload, teams } from "./teams.ts";

const PATH = "/workflows/0123abcd/triggers/manual/paths/invoke";
const QUERY = "?api-version=2016-06-01&sp=%2Ftriggers%2Fmanual%2Frun&sv=1.0&sig=s1gnatureS1gnatureS1gnature";
const EXAMPLE = { url: `https://prod-01.westeurope.logic.azure.com:443${PATH}${QUERY}` };
const fails = (status: number, code: string) => says(status, { error: { code, message: "The words for it." } });

const textsOf = (payload: TeamsPayload): readonly string[] =>
  payload.attachments[0].content.body.flatMap((block) =>
    block.type === "TextBlock" ? [block.text] : block.facts.flatMap(({ title, value }) => [title, value]),
  );

describeProvider({
  provider: teams,
  golden: "teams.json",
  accepted: [
    { title: "a flow", credentials: EXAMPLE },
    {
      title: "a flow at another host",
      credentials: { url: "https://default00.0f.environment.api.powerplatform.com/x?sig=y" },
    },
  ],
  refused: [
    { title: "no address", credentials: {}, says: /^url: .*expected string/ },
    { title: "an address for mail", credentials: { url: "mailto:ops@example.com" }, says: /^url: must be a URL/ },
  ],
  example: EXAMPLE,
  model: "**$name** is [$status](https://example.com): $reason",
  expectEscaped(payload) {
    const all = textsOf(payload).join("\n");
    expect(all).not.toMatch(/[^\P{Cc}\n]|\u2028/u);
    expect(all).toContain("\\\\back\\\\");
  },
  expectWithinLimits(payload) {
    expect(Buffer.byteLength(JSON.stringify(payload))).toBeLessThanOrEqual(28_000);
    for (const text of textsOf(payload)) expect(text).not.toMatch(/\u200d…$/);
  },
  wire: {
    start: () => startHttpVendor((url) => ({ url: url + PATH + QUERY })),
    success: says(202),
    hang: "hang",
    reset: "reset",
    matrix: [
      { title: "202", scene: says(202), becomes: { kind: "accepted" } },
      { title: "200 of a flow that answers", scene: says(200, "done"), becomes: { kind: "accepted" } },
      {
        title: "401 with a bad signature",
        scene: fails(401, "DirectApiAuthorizationRequired"),
        becomes: {
          kind: "rejected",
          suspend: true,
          reason: "Teams no longer takes messages here: DirectApiAuthorizationRequired The words for it.",
        },
      },
      {
        title: "400 of a flow that is off",
        scene: fails(400, "WorkflowTriggerIsNotEnabled"),
        becomes: { kind: "rejected", suspend: true },
      },
      {
        title: "404 of a flow that is gone",
        scene: fails(404, "WorkflowNotFound"),
        becomes: { kind: "rejected", suspend: true },
      },
      { title: "404 of somebody else", scene: says(404, "not here"), becomes: { kind: "rejected", suspend: true } },
      {
        title: "400 with another form",
        scene: fails(400, "TriggerInputSchemaMismatch"),
        becomes: { kind: "rejected" },
      },
      { title: "413", scene: says(413), becomes: { kind: "rejected" } },
      { title: "401 of somebody else", scene: says(401, "<html>proxy</html>"), becomes: { kind: "retry" } },
      {
        title: "429 with seconds",
        scene: says(429, "", { "retry-after": "12" }),
        becomes: { kind: "limited", afterMs: 12_000 },
      },
      { title: "429 without a time", scene: says(429), becomes: { kind: "limited", afterMs: 60_000 } },
      { title: "500", scene: says(500, "oops"), becomes: { kind: "retry" } },
      { title: "502", scene: fails(502, "NoResponse"), becomes: { kind: "unknown" } },
    ],
    echo: (text) => says(500, text),
    secrets: [PATH, "s1gnatureS1gnatureS1gnature"],
    expectReceived(received) {
      expect(received).toHaveLength(2);
      expect(received[0]).toMatchObject({ method: "POST", path: PATH + QUERY });
      const { attachments } = JSON.parse((received[0] as Received).body);
      expect(attachments[0]).toMatchObject({
        contentType: "application/vnd.microsoft.card.adaptive",
        contentUrl: null,
        content: {
          type: "AdaptiveCard",
          msteams: { width: "Full" },
          body: [{ text: "Nightly backup is DOWN", color: "Attention" }, {}, { type: "FactSet" }],
          actions: [{ type: "Action.OpenUrl" }],
        },
      });
    },
  },
});

describe("a card for Teams", () => {
  it("takes the text of a model with its markup", () => {
    const payload = teams.render(SAMPLE_EVENTS.down, "**$name** costs $$5, $unknown", EXAMPLE);
    expect(textsOf(payload)).toEqual(["**Nightly backup** costs $5, $unknown"]);
  });

  it("escapes what is markup and leaves the underscores of names alone", () => {
    expect(teams.escape("db_main_1 is *very* _slow_ [here](x)", "text")).toBe(
      "db_main_1 is \\*very\\* \\_slow\\_ \\[here\\](x)",
    );
  });

  it("counts the facts that had no room", () => {
    expect(textsOf(teams.render(HUGE_PUBLICATION, null, EXAMPLE)).at(-1)).toMatch(/^and \d+ more$/);
  });
});
