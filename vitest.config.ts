import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["server/src/**/*.test.ts", "server/test/**/*.test.ts", "scripts/**/*.test.ts", "web/src/**/*.test.ts"],
    // Killing servers for minutes is `npm run test:crash`.
    // PostgreSQL, for those that ask for one.
    globalSetup: ["server/test/postgres/global-setup.ts"],
    exclude: ["**/node_modules/**", "server/test/crash/**"],
    testTimeout: 20_000,
    hookTimeout: 30_000,
  },
});
