import type { EditView } from "../actions/heartbeat-pages.ts";
import { html, NOTHING } from "./html.ts";
import { renderPage } from "./page.ts";

/** Draws the form of one pulse. */
export function renderHeartbeatEdit(view: EditView): string {
  const { names, threshold, saturday, fault, id } = view;
  const secret = encodeURIComponent(view.secret);
  const body = html`<main>
<div class="top"><h1>Edit a pulse</h1></div>
<form class="card" method="post" action="${`edit?secret=${secret}&id=${encodeURIComponent(id)}`}">
${fault === null ? NOTHING : html`<p class="fault" role="alert">${fault}</p>`}
<dl>
<dt>Host</dt><dd>${names.host}</dd>
<dt>Category</dt><dd>${names.category}</dd>
<dt>Type</dt><dd>${names.type}</dd>
<dt>Name</dt><dd>${names.name}</dd>
</dl>
<label for="threshold">Threshold in hours</label>
<input type="text" id="threshold" name="threshold" value="${threshold}" inputmode="decimal" autocomplete="off" aria-describedby="threshold-hint">
<p class="hint" id="threshold-hint">Working hours without a pulse after which it is overdue. Decimals are allowed, such as 0.5.</p>
<label for="saturday">Saturday</label>
<select id="saturday" name="saturday">
<option value="0"${saturday === "1" ? NOTHING : html` selected`}>is left out</option>
<option value="1"${saturday === "1" ? html` selected` : NOTHING}>counts</option>
</select>
<p class="hint">Monday to Friday always count, Sunday never does.</p>
<label class="tick"><input type="checkbox" name="delete" value="del"> Delete this pulse with its log. The next call makes it anew.</label>
<div class="do"><button type="submit">Save</button><a href="${`dashboard?secret=${secret}`}">Back to the board</a></div>
</form>
</main>`;
  return renderPage({ title: `Edit ${names.name} · Heartbeats`, body });
}
