import { z } from "zod";
import type { App } from "../../actions/app.ts";
import { listBadges } from "../../actions/list-badges.ts";
import { rotateBadges } from "../../actions/rotate-badges.ts";
import type { BadgeAddress } from "../../model/index.ts";
import { defineRoute, Nothing, type Route } from "../route.ts";
import { nextCursor, PageQuery } from "../shared-schemas.ts";

const section = "Badges";

const formats = {
  svg: z.string().describe("A picture."),
  json: z.string(),
  shields: z.string().describe("What an endpoint badge of shields.io asks for."),
};
const Urls = z
  .strictObject({
    ...formats,
    twoStates: z.strictObject(formats).describe("The same, with `late` counted as `up`."),
  })
  .meta({ id: "BadgeUrls" });

/** Where badges are. */
export const BadgeListAnswer = z
  .strictObject({
    project: Urls,
    tags: z.array(z.strictObject({ tag: z.string(), urls: Urls })),
    monitors: z.array(z.strictObject({ monitor: z.string(), name: z.string(), urls: Urls })),
    nextCursor,
  })
  .meta({ id: "BadgeList" });

const BadgeQuery = PageQuery.extend({
  monitor: z.string().max(100).optional().describe("Id of a monitor: only its badge is listed among the monitors."),
});

/** Where the badges of the key's project are, and how they are taken back. */
export function badgeRoutes(app: App): readonly Route[] {
  return [
    defineRoute({
      method: "get",
      path: "/badges",
      needs: "read",
      section,
      summary: "List the addresses of badges: of the project, of each tag and of monitors by name",
      description: "A badge needs no key: whoever has its address sees the status, and nothing else.",
      params: Nothing,
      query: BadgeQuery,
      body: null,
      answers: { 200: BadgeListAnswer },
      handle: async ({ caller, query }) => {
        const { monitor: monitorId, ...page } = query;
        const list = await listBadges(app, caller, { ...page, monitorId });
        const at = (address: BadgeAddress, tag?: string) => urlsOf(app.settings.baseUrl, address, tag);
        return {
          status: 200,
          json: {
            project: at(list.project),
            tags: list.tags.map(({ tag, address }) => ({ tag, urls: at(address, tag) })),
            monitors: list.monitors.map(({ monitor, address }) => {
              return { monitor: monitor.id, name: monitor.config.name, urls: at(address) };
            }),
            nextCursor: list.nextCursor,
          },
        };
      },
    }),
    defineRoute({
      method: "post",
      path: "/badges/rotate",
      needs: "keys",
      section,
      summary: "Give all badges of the project new addresses",
      description: "The old ones stop working within 30 seconds.",
      params: Nothing,
      query: Nothing,
      body: Nothing,
      answers: { 204: null },
      handle: async ({ caller }) => {
        await rotateBadges(app, caller);
        return { status: 204 };
      },
    }),
  ];
}

function urlsOf(baseUrl: string, { key, token }: BadgeAddress, tag: string | undefined): z.input<typeof Urls> {
  const tail = tag === undefined ? "" : `/${encodeURIComponent(tag)}`;
  const formsOf = (states: string) => {
    const base = `${baseUrl}/badge/${key}/${token}${states}${tail}`;
    return { svg: `${base}.svg`, json: `${base}.json`, shields: `${base}.shields` };
  };
  return { ...formsOf(""), twoStates: formsOf("-2") };
}
