import { queryOptions } from "@tanstack/react-query";
import type { Api } from "./api.ts";

/** What a link for a password is for. */
export interface PasswordLink {
  readonly kind: "password" | "sign-up";
  readonly email: string;
}

/** What the link of an invitation is for. */
export interface Invitation {
  readonly projectName: string;
  readonly role: "owner" | "manager" | "member" | "read-only";
  readonly email: string | null;
  readonly invitedBy: string;
  readonly expiresAt: string;
}

/** What the link of a reset is for; a link that is over is a refusal. */
export function passwordLinkQuery(api: Api, token: string) {
  return queryOptions({
    queryKey: ["password-link", token],
    queryFn: ({ signal }) => api.get<PasswordLink>(`/password-resets/${encodeURIComponent(token)}`, { signal }),
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** The invitation that a link is for; one that is over is a refusal. */
export function invitationQuery(api: Api, token: string) {
  return queryOptions({
    queryKey: ["invitation", token],
    queryFn: ({ signal }) => api.get<Invitation>(`/invitations/${encodeURIComponent(token)}`, { signal }),
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  });
}
