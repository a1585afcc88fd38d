import { Award, Globe, HeartPulse, type LucideIcon, Network, Plug, SquareActivity } from "lucide-react";
import type { Watched } from "./monitor-values.ts";

interface Choice {
  readonly value: Exclude<Watched, "alarm">;
  readonly label: string;
  readonly hint: string;
  readonly icon: LucideIcon;
}

const CHOICES: readonly Choice[] = [
  { value: "heartbeat", label: "Heartbeat", hint: "A job pings Watchbell when it has run.", icon: HeartPulse },
  { value: "http", label: "Web page or API", hint: "Watchbell looks at an address.", icon: Globe },
  { value: "tcp", label: "Port", hint: "Something takes connections.", icon: Plug },
  { value: "dns", label: "DNS name", hint: "A name has the right answer.", icon: Network },
  { value: "tls", label: "Certificate", hint: "It is valid, and for long enough.", icon: Award },
  { value: "task", label: "Task", hint: "A job tells of its last run over HTTP.", icon: SquareActivity },
];

interface WatchedChoiceProps {
  readonly value: Watched;
  readonly onChange: (value: Watched) => void;
}

/** What is to be watched: everything else follows from it. */
export function WatchedChoice({ value, onChange }: WatchedChoiceProps) {
  return (
    <fieldset>
      <legend className="mb-1.5 font-medium text-sm">What is watched</legend>
      <div className="grid grid-cols-2 gap-2 sm:grid-cols-3">
        {CHOICES.map(({ value: each, label, hint, icon: Icon }) => (
          <label
            key={each}
            className="card flex cursor-pointer items-start gap-2.5 p-2.5 hover:bg-hover has-checked:border-accent has-checked:bg-accent-ground has-checked:shadow-[inset_0_0_0_1px_var(--color-accent)] has-focus-visible:outline-2 has-focus-visible:outline-accent has-focus-visible:outline-offset-2"
          >
            <input
              type="radio"
              name="watched"
              checked={each === value}
              onChange={() => onChange(each)}
              className="sr-only"
            />
            <Icon aria-hidden size={17} className="mt-0.5 shrink-0 text-soft" />
            <span className="min-w-0">
              <span className="block font-medium">{label}</span>
              <span className="block text-soft text-xs max-sm:hidden">{hint}</span>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
