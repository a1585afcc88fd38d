export const INCIDENT_DAYS = [14, 90] as const;
/** Of how many days a status page tells the incidents. */
export type IncidentDays = (typeof INCIDENT_DAYS)[number];

/** A monitor that its project shows to everybody. */
export interface StatusPageMonitor {
  readonly monitorId: string;
  /** What strangers read; null: the monitor's own name. */
  readonly name: string | null;
}

/** Monitors that stand together on a status page, in the order in which they are shown. */
export interface StatusPageGroup {
  /** Null: no heading. */
  readonly name: string | null;
  readonly monitors: readonly StatusPageMonitor[];
}

/** What a project shows to everybody who knows its address. */
export interface StatusPage {
  readonly projectId: string;
  /** Unique in the installation; the last part of the page's address. */
  readonly slug: string;
  /** False: nobody sees it. */
  readonly enabled: boolean;
  readonly title: string;
  readonly description: string;
  /** An announcement above everything else; empty: none. */
  readonly note: string;
  readonly showIncidents: boolean;
  readonly incidentDays: IncidentDays;
  readonly groups: readonly StatusPageGroup[];
  readonly changedAt: number;
}
