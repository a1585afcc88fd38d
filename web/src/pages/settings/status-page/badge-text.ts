import type { BadgeUrls } from "../../../api/status-page.ts";

/** How a badge can be copied. */
export const BADGE_FORMATS = [
  { name: "markdown", label: "Markdown" },
  { name: "html", label: "HTML" },
  { name: "svg", label: "Address of the picture" },
  { name: "json", label: "Address of the JSON" },
  { name: "shields", label: "Endpoint for shields.io" },
] as const;
export type BadgeFormat = (typeof BADGE_FORMATS)[number]["name"];

/** What is copied for a badge. */
export function badgeText(urls: BadgeUrls["twoStates"], format: BadgeFormat, name: string): string {
  switch (format) {
    case "markdown":
      return `![${name.replaceAll(/[[\]\\]/g, String.raw`\$&`)}](${urls.svg})`;
    case "html":
      return `<img src="${urls.svg}" alt="${name.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;")}">`;
    default:
      return urls[format];
  }
}
