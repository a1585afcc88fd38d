import type { Migration } from "../migrate.ts";

/** How the pulses of a project are told, keys of one monitor, and the ids that monitors were imported with. */
export const doors: Migration = {
  version: 2,
  breaking: false,
  statements: [
    "alter table projects add column board_topic text",
    "alter table projects add column board_mode text not null default 'each'",
    "alter table projects add column board_digest_every_ms integer not null default 3600000",
    // When the next digest is due; null while the board sends none.
    "alter table projects add column board_digest_at integer",
    "alter table keys add column monitor_id text references monitors (id) on delete cascade",
    "create index keys_monitor on keys (monitor_id)",
    "alter table monitors add column imported_id text",
    "create unique index monitors_imported on monitors (project_id, door, imported_id) where imported_id is not null",
  ],
};
