import type { PublicPages } from "../actions/public-pages.ts";
import { renderBadge } from "./badge.ts";
import { html } from "./html.ts";
import { renderPage } from "./page.ts";
import { renderStatusFeed } from "./status-feed.ts";
import { renderStatusPage } from "./status-page.ts";
import { STATUS_DRESS } from "./status-style.ts";

/** The pages and pictures for everybody. */
export const publicPages: PublicPages = {
  policy: STATUS_DRESS.policy,
  status: renderStatusPage,
  feed: renderStatusFeed,
  notice: ({ title, text }) =>
    renderPage({
      title,
      dress: STATUS_DRESS,
      body: html`<main class="notice"><h1>${title}</h1><p>${text}</p></main>`,
    }),
  badge: renderBadge,
};
