import type { Page } from "@playwright/test";
import type { View } from "./camera.ts";
import type { Company } from "./stage.ts";

/** One picture of the documentation. */
export interface Picture extends View {
  /** The file's name, without its ending. */
  readonly name: string;
  readonly path: (company: Company) => string | Promise<string>;
  /** Leads the page to what the picture shows. */
  readonly pose: (page: Page) => Promise<void>;
}

const DESK = { width: 1280, height: 800 } as const;
const PHONE = { width: 390, height: 780 } as const;

/** Everything that the README and the documentation show. */
export const PICTURES: readonly Picture[] = [
  {
    ...DESK,
    name: "monitors",
    colorScheme: "light",
    path: () => "/monitors?sort=status",
    pose: waitForMonitors,
  },
  {
    ...DESK,
    name: "monitor",
    colorScheme: "dark",
    path: (company) => `/monitors/${company.idOf("Product feed import")}`,
    pose: (page) => page.getByRole("heading", { name: "Log" }).waitFor(),
  },
  {
    ...DESK,
    name: "topic",
    colorScheme: "light",
    path: async (company) => `/topics/${await company.topicOf("shop+team")}`,
    pose: (page) => page.getByText("old room").first().waitFor(),
  },
  {
    ...DESK,
    name: "message",
    colorScheme: "light",
    path: async (company) => `/messages/${await company.messageOf("Checkout", "oncall")}`,
    pose: (page) => page.getByRole("heading", { name: "Attempts" }).waitFor(),
  },
  {
    ...DESK,
    name: "status-page",
    colorScheme: "light",
    path: () => "/status/kontor",
    pose: (page) => page.getByRole("heading", { name: "Kontor" }).waitFor(),
  },
  {
    ...PHONE,
    name: "phone",
    colorScheme: "dark",
    path: () => "/monitors?sort=status",
    pose: waitForMonitors,
  },
];

async function waitForMonitors(page: Page): Promise<void> {
  await page.getByRole("link", { name: "Product feed import" }).waitFor();
  await page.getByRole("slider", { name: "Last results of Product feed import" }).waitFor();
}
