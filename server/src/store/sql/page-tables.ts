/** The tables of what everybody may see. */
export interface PageTables {
  status_pages: StatusPagesTable;
}

interface StatusPagesTable {
  project_id: string;
  slug: string;
  enabled: number;
  /** JSON of what is shown, and how. */
  content: string;
  changed_at: number;
}
