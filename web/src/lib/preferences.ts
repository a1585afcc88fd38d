import { createObservable, type Observable } from "./observable.ts";
import type { KeyValue } from "./storage.ts";
import { ZONE_CHOICES, type ZoneChoice } from "./time-format.ts";
import { parseWelcome, type WelcomeProgress } from "./welcome-progress.ts";

/** How the dashboard looks: as the system says, or as chosen. */
export const APPEARANCES = ["system", "light", "dark"] as const;
export type Appearance = (typeof APPEARANCES)[number];

/** What a person chose for this browser. */
export interface Preferences {
  readonly appearance: Observable<Appearance>;
  readonly zone: Observable<ZoneChoice>;
  /** The project that was looked at last; null: none yet. */
  readonly projectId: Observable<string | null>;
  /** How far the first steps were gone, to be gone on with later; null: they are done, or nobody wants them. */
  readonly welcome: Observable<WelcomeProgress | null>;
}

/** Reads what was chosen before, and keeps what is chosen from now on. `web/public/theme.js` reads the appearance, too. */
export function createPreferences(lasting: KeyValue, tab: KeyValue, paint: (chosen: Appearance) => void): Preferences {
  const appearance = createObservable(oneOf(APPEARANCES, lasting.get("watchbell.appearance")));
  const zone = createObservable(oneOf(ZONE_CHOICES, lasting.get("watchbell.zone")));
  // Each tab stays with its project; a new one begins with the project that was looked at last.
  const projectId = createObservable(tab.get("watchbell.project") ?? lasting.get("watchbell.project"));
  const welcome = createObservable(parseWelcome(lasting.get("watchbell.welcome")));
  appearance.subscribe(() => {
    lasting.set("watchbell.appearance", appearance.get());
    paint(appearance.get());
  });
  zone.subscribe(() => lasting.set("watchbell.zone", zone.get()));
  projectId.subscribe(() => {
    for (const store of [tab, lasting]) store.set("watchbell.project", projectId.get());
  });
  welcome.subscribe(() => {
    const progress = welcome.get();
    lasting.set("watchbell.welcome", progress && JSON.stringify(progress));
  });
  return { appearance, zone, projectId, welcome };
}

function oneOf<Choice extends string>(choices: readonly [Choice, ...Choice[]], kept: string | null): Choice {
  return choices.find((choice) => choice === kept) ?? choices[0];
}
