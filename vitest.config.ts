import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { findPostgres } from "./server/test/postgres/find-postgres.ts";

const EVERYWHERE = [
  "server/src/**/*.test.ts",
  "server/test/**/*.test.ts",
  "scripts/**/*.test.ts",
  "web/src/**/*.test.ts",
];
const hasPostgres = findPostgres().kind === "found";
const ON_LAMBDA = "server/test/lambda/*.test.ts";
const ON_POSTGRES = "server/src/**/postgres-*.test.ts";

/** Stories of the whole program that are not told a second time, on PostgreSQL. */
const ONLY_SQLITE = [
  // What a full disk, a locked or a damaged file do: there is no file.
  "server/test/whole/hot-and-hurt.test.ts",
  // It finds out when something is due next by looking into the file; its clock stands still while nothing is.
  "server/test/whole/company-life.test.ts",
  // The pinger of one machine always has a file of its own.
  "server/test/whole/pinger.test.ts",
];

// Killing servers for minutes is `npm run test:crash`, and hurting several of them `npm run test:chaos`.
export default defineConfig({
  test: {
    // One fewer than the processors is what Vitest would take: half of a small machine.
    maxWorkers: availableParallelism(),
    testTimeout: 20_000,
    hookTimeout: 30_000,
    projects: [
      {
        extends: true,
        test: {
          name: "sqlite",
          include: EVERYWHERE,
          exclude: ["**/node_modules/**", "server/test/crash/**", "server/test/chaos/**", ON_POSTGRES, ON_LAMBDA],
          provide: { engine: "sqlite" },
        },
      },
      {
        extends: true,
        test: {
          name: "postgres",
          // Without one, its own tests say why they are skipped.
          include: hasPostgres ? [ON_POSTGRES, "server/test/whole/*.test.ts"] : [ON_POSTGRES],
          exclude: ["**/node_modules/**", ...ONLY_SQLITE],
          globalSetup: ["server/test/postgres/global-setup.ts"],
          // A database is asked over a connection, by two test files at once, and on a busy machine.
          testTimeout: 120_000,
          hookTimeout: 120_000,
          provide: { engine: "postgres" },
        },
      },
      {
        extends: true,
        test: {
          name: "lambda",
          include: ["server/test/whole/*.test.ts", ON_LAMBDA],
          exclude: ["**/node_modules/**", ...ONLY_SQLITE],
          globalSetup: ["server/test/lambda/global-setup.ts"],
          // Every request is an event, and goes through two emulators.
          testTimeout: 120_000,
          hookTimeout: 120_000,
          provide: { engine: "lambda" },
        },
      },
    ],
  },
});
