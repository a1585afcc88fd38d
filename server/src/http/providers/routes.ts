import { z } from "zod";
import type { App } from "../../actions/app.ts";
import type { Provider } from "../../providers/contract.ts";
import { defineRoute, Nothing, type Route } from "../route.ts";

const Limit = z.strictObject({
  value: z.number(),
  unit: z.string(),
  source: z.string().describe("Where the vendor says so."),
  checked: z.string().describe("When it was read, `YYYY-MM-DD`."),
});

const ProviderAnswer = z
  .strictObject({
    kind: z.string().describe("What an integration names as its `provider`."),
    title: z.string(),
    keepsIncidents: z.boolean().describe("The target keeps incidents open itself, so it hears of every end."),
    limits: z.record(z.string(), Limit),
    credentials: z.record(z.string(), z.unknown()).describe("JSON Schema of the credentials, to draw a form from."),
  })
  .meta({ id: "Provider" });

/** Every service that messages can go to. */
export const ProviderList = z.strictObject({ providers: z.array(ProviderAnswer) }).meta({ id: "ProviderList" });

/** The services that messages can go to. */
export function providerRoutes(app: App): readonly Route[] {
  return [
    defineRoute({
      method: "get",
      path: "/providers",
      needs: "read",
      section: "Topics",
      summary: "List the services that an integration can name, with the schema of their credentials",
      params: Nothing,
      query: Nothing,
      body: null,
      answers: { 200: ProviderList },
      handle: async () => ({ status: 200, json: { providers: app.providers.all().map(presentProvider) } }),
    }),
  ];
}

function presentProvider(provider: Provider): z.input<typeof ProviderAnswer> {
  const { kind, title, keepsIncidents, limits } = provider;
  // What a schema refines or transforms cannot be said in JSON Schema; a form checks that by sending it.
  const credentials = z.toJSONSchema(provider.Credentials, { io: "input", unrepresentable: "any" });
  return { kind, title, keepsIncidents, limits: { ...limits }, credentials };
}
