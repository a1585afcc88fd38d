import { useInfiniteQuery } from "@tanstack/react-query";
import { RefreshCw } from "lucide-react";
import { useState } from "react";
import { messageOf } from "../../../api/api-error.ts";
import { useApi } from "../../../api/dashboard-context.tsx";
import { type BadgeUrls, badgesQuery } from "../../../api/status-page.ts";
import { useProject } from "../../../api/use-session.ts";
import { Loaded } from "../../../parts/loaded.tsx";
import { ShowMore } from "../../../parts/show-more.tsx";
import { useReadAnew } from "../../../parts/use-action.ts";
import { Button } from "../../../ui/button.tsx";
import { CopyField } from "../../../ui/copy.tsx";
import { ConfirmDialog } from "../../../ui/dialog.tsx";
import { Field } from "../../../ui/field.tsx";
import { Checkbox, Select } from "../../../ui/inputs.tsx";
import { Section } from "../../../ui/page.tsx";
import { BADGE_FORMATS, type BadgeFormat, badgeText } from "./badge-text.ts";

/** Where the badges of the project, its tags and its monitors are. */
export function BadgesSection() {
  const project = useProject();
  const query = useInfiniteQuery(badgesQuery(useApi(), project.id));
  const [format, setFormat] = useState<BadgeFormat>("markdown");
  const [twoStates, setTwoStates] = useState(false);
  const row = (key: string, name: string, urls: BadgeUrls) => (
    <BadgeRow key={key} name={name} urls={urls} format={format} twoStates={twoStates} />
  );
  return (
    <Section title="Badges" actions={project.may("keys") && <RotateBadges />}>
      <p className="mb-4 text-soft">
        A badge is a small picture of one status for other pages. Whoever has its address sees the status, and nothing
        else.
      </p>
      <div className="mb-4 flex flex-wrap items-end gap-x-5 gap-y-3">
        <div className="w-52">
          <Field label="Copy as">
            <Select
              value={format}
              onChange={({ target: { value } }) =>
                setFormat(BADGE_FORMATS.find(({ name }) => name === value)?.name ?? "markdown")
              }
            >
              {BADGE_FORMATS.map(({ name, label }) => (
                <option key={name} value={name}>
                  {label}
                </option>
              ))}
            </Select>
          </Field>
        </div>
        <Checkbox
          className="pb-1.5"
          label="Count late as up"
          checked={twoStates}
          onChange={(event) => setTwoStates(event.target.checked)}
        />
      </div>
      <Loaded query={query} title="The badges could not be read">
        {({ pages }) => (
          <ul className="card divide-y divide-line">
            {pages[0] && row("project", "The whole project", pages[0].project)}
            {pages[0]?.tags.map(({ tag, urls }) => row(`tag ${tag}`, `Tag ${tag}`, urls))}
            {pages.flatMap(({ monitors }) => monitors.map(({ monitor, name, urls }) => row(monitor, name, urls)))}
          </ul>
        )}
      </Loaded>
      <ShowMore query={query} />
    </Section>
  );
}

interface BadgeRowProps {
  readonly name: string;
  readonly urls: BadgeUrls;
  readonly format: BadgeFormat;
  readonly twoStates: boolean;
}

function BadgeRow({ name, urls, format, twoStates }: BadgeRowProps) {
  const chosen = twoStates ? urls.twoStates : urls;
  return (
    <li className="grid items-center gap-x-4 gap-y-2 px-4 py-3 grid-cols-[minmax(0,1fr)] sm:grid-cols-[minmax(0,1fr)_minmax(0,1.4fr)]">
      <div className="grid min-w-0 justify-items-start gap-1">
        <span className="max-w-full truncate font-medium" title={name}>
          {name}
        </span>
        {/* The picture is asked for from here, whatever the address that others use. */}
        <img src={new URL(chosen.svg).pathname} alt={`The badge of ${name}`} height={20} loading="lazy" />
      </div>
      <CopyField value={badgeText(chosen, format, name)} label={`the badge of ${name}`} />
    </li>
  );
}

function RotateBadges() {
  const api = useApi();
  const readAnew = useReadAnew();
  const [asks, setAsks] = useState(false);
  return (
    <>
      <Button size="small" icon={RefreshCw} onClick={() => setAsks(true)}>
        New addresses
      </Button>
      <ConfirmDialog
        open={asks}
        onOpenChange={setAsks}
        title="Give all badges new addresses?"
        description="The old ones stop working within 30 seconds, wherever they stand."
        action="Give new addresses"
        danger
        onConfirm={async () => {
          await api.post("/badges/rotate", { body: {} });
          await readAnew("project");
        }}
        describeError={messageOf}
      />
    </>
  );
}
