import { defineConfig } from "vitest/config";

// Loading the CDK takes seconds.
export default defineConfig({ test: { testTimeout: 60_000, hookTimeout: 60_000 } });
