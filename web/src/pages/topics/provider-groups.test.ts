import { expect, it } from "vitest";
import type { Provider } from "../../api/providers.ts";
import { groupProviders } from "./provider-groups.ts";

const provider = (kind: string, title: string): Provider => ({
  kind,
  title,
  keepsIncidents: false,
  limits: {},
  credentials: {},
});
const ALL = [provider("email", "E-mail"), provider("pigeon", "Carrier pigeon"), provider("slack", "Slack")];

const shown = (text: string): readonly string[] =>
  groupProviders(ALL, text).map(({ title, providers }) => `${title}: ${providers.map(({ kind }) => kind).join()}`);

it("services stand by what they are, and a new one that no group knows is not lost", () => {
  expect(shown("")).toEqual(["Chats: slack", "Mail and phones: email", "Others: pigeon"]);
});

it("a service is found by its name and by what people call it", () => {
  expect(shown(" SMTP ")).toEqual(["Mail and phones: email"]);
  expect(shown("carrier")).toEqual(["Others: pigeon"]);
  expect(shown("fax")).toEqual([]);
});
