import { expect, it } from "vitest";
import { createStage, PROJECT_ID } from "../../../test/contracts/store/stage.ts";
import { openSqliteStage } from "../../../test/sqlite-stage.ts";
import { newId } from "../../lib/ids.ts";

it("a slug belongs to the project that took it first, and page and badges go with their project", async () => {
  const sqlite = await openSqliteStage();
  const { store } = await createStage(sqlite);
  const other = newId();
  sqlite.raw((db) =>
    db
      .prepare(
        "insert into projects (id, name, timezone, default_topics, created_at) values (?, 'other', 'UTC', '[]', 0)",
      )
      .run(other),
  );
  const page = { slug: "acme", enabled: true, title: "A", description: "", note: "", groups: [] };
  const put = (projectId: string, slug = page.slug) =>
    store.pages.putStatusPage({ ...page, projectId, slug, showIncidents: true, incidentDays: 14 }, "ann");
  expect(await put(PROJECT_ID)).toMatchObject({ kind: "put" });
  expect(await put(other)).toEqual({ kind: "slug-taken" });
  expect(await put(PROJECT_ID)).toMatchObject({ kind: "put" });
  expect(await put(other, "globex")).toMatchObject({ kind: "put" });
  const [badge] = (await store.pages.badgeAddresses(other, [{ of: "project" }])) ?? [];
  expect(badge && (await store.pages.badgeSubject({ ...badge, tag: null }))).toMatchObject({ projectId: other });
  await store.accounts.deleteProject(other, "ann");
  expect(badge && (await store.pages.badgeSubject({ ...badge, tag: null }))).toBeNull();
  expect(await store.pages.badgeAddresses(other, [])).toBeNull();
  expect(await put(PROJECT_ID, "globex")).toMatchObject({ kind: "put" });
  expect(await put(PROJECT_ID, "acme")).toMatchObject({ kind: "put" });
  expect(await store.pages.statusPageBySlug("globex")).toBeNull();
  expect(await store.pages.statusPageBySlug("acme")).toMatchObject({ projectId: PROJECT_ID });
  await sqlite.close();
});
