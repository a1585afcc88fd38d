import { buildDashboard, isStale, readBuildFacts } from "../dashboard/build-dashboard.ts";
import type { Check } from "./check.ts";

const MOST_BYTES = 250_000;

/** Checks how much compressed script a browser loads before the heaviest page can be seen. */
export const firstLoad: Check = {
  name: "script at first load",
  remedy: "Load what only some people need when they need it: `lazy` in web/src/app, or an import() in the page.",
  run(root) {
    if (isStale(root)) buildDashboard(root);
    const { firstLoadBytes, heaviestPage } = readBuildFacts(root);
    const what = `needs ${firstLoadBytes} bytes of compressed script, more than ${MOST_BYTES}`;
    return {
      looked: Math.round(firstLoadBytes / 1000),
      unit: `kB of at most ${MOST_BYTES / 1000}`,
      findings: firstLoadBytes > MOST_BYTES ? [{ where: heaviestPage, what }] : [],
    };
  },
};
