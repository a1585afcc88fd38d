import type { HeartbeatPages, NoticeView } from "../actions/heartbeat-pages.ts";
import { renderHeartbeatBoard } from "./heartbeat-board.ts";
import { renderHeartbeatEdit } from "./heartbeat-edit.ts";
import { html, NOTHING } from "./html.ts";
import { PLAIN, renderPage } from "./page.ts";

/** The pages of the heartbeat door. */
export const heartbeatPages: HeartbeatPages = {
  policy: PLAIN.policy,
  board: renderHeartbeatBoard,
  edit: renderHeartbeatEdit,
  notice: renderNotice,
};

function renderNotice({ title, text, askWith }: NoticeView): string {
  const body = html`<main>
<div class="top"><h1>${title}</h1></div>
<div class="card">
<p>${text}</p>
${askWith === null ? NOTHING : renderKeyForm(askWith)}
</div>
</main>`;
  return renderPage({ title: `${title} · Heartbeats`, body });
}

/** The form sends the key as the parameter `secret`, as the old addresses do. */
function renderKeyForm(more: Readonly<Record<string, string>>) {
  const hidden = Object.entries(more).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
  );
  return html`<form method="get">
${hidden}
<label for="secret">API key</label>
<input type="password" id="secret" name="secret" autocomplete="current-password" required>
<div class="do"><button type="submit">Open</button></div>
</form>`;
}
