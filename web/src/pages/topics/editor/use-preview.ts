import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useApi } from "../../../api/dashboard-context.tsx";
import { type MessagePreview, type PreviewRequest, previewQuery } from "../../../api/previews.ts";
import { useProject } from "../../../api/use-session.ts";
import { useSettled } from "../../../ui/use-settled.ts";
import { type EditorSubject, type EditorValues, previewOf } from "./editor-values.ts";
import type { AboutChoice } from "./use-about.ts";

/** Somebody who types is not asked about at every letter. */
const SETTLED_MS = 250;

/** A message as the form would have it sent. */
export interface ShownPreview {
  readonly data: MessagePreview | undefined;
  readonly error: unknown;
  /** The form lacks what it is rendered from. */
  readonly isMissing: boolean;
}

interface WhatToShow {
  readonly subject: EditorSubject;
  readonly values: EditorValues;
  readonly about: AboutChoice;
  /** While it is saved its integration may change its name, by which the preview finds it. */
  readonly isSaving: boolean;
}

/** Renders what the form says, shortly after it was typed; what was shown before stays until then. */
export function usePreview({ subject, values, about, isSaving }: WhatToShow): ShownPreview {
  const api = useApi();
  const { id } = useProject();
  const request = previewOf(subject, values, about);
  // As a text, because an object is another one at every rendering.
  const settled = useSettled(JSON.stringify(request), SETTLED_MS);
  const body = JSON.parse(settled) as PreviewRequest | null;
  const { data, error } = useQuery({
    ...previewQuery(api, id, body ?? { provider: subject.provider.kind }),
    enabled: body !== null && !isSaving,
    placeholderData: keepPreviousData,
  });
  return { data, error, isMissing: body === null };
}
