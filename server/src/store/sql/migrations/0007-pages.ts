import type { Migration } from "../migrate.ts";

/** Pages for everybody: a project's status page, and the addresses of its badges. */
export const pages: Migration = {
  version: 7,
  breaking: false,
  statements: [
    `create table status_pages (
      project_id text primary key references projects (id) on delete cascade, slug text not null unique,
      enabled integer not null, content text not null, changed_at integer not null
    )`,
    "alter table projects add column badge_round integer not null default 1",
  ],
};
