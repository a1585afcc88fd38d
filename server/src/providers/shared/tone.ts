/** The sign before a title: what kind of news it is, at a glance. */
export const SIGNS = { bad: "🔴", good: "🟢", neutral: "🔵" } as const;
