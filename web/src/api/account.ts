import { queryOptions } from "@tanstack/react-query";
import type { ChangedAccountAnswer, DepartureAnswer } from "../../../server/src/http/accounts/account-routes.ts";
import type { CodesAnswer, FactorsAnswer, TotpAnswer } from "../../../server/src/http/accounts/factor-routes.ts";
import type { InvitationAnswer } from "../../../server/src/http/accounts/invite-routes.ts";
import type { LinkAnswer } from "../../../server/src/http/accounts/oidc-routes.ts";
import type { SessionList } from "../../../server/src/http/accounts/own-session-routes.ts";
import type {
  AddedPasskey as AddedPasskeyAnswer,
  PasskeyList,
} from "../../../server/src/http/accounts/passkey-routes.ts";
import type { PasswordLinkAnswer } from "../../../server/src/http/accounts/sign-up-routes.ts";
import type { HistoryList } from "../../../server/src/http/history/schema.ts";
import type { Api } from "./api.ts";
import type { Wire } from "./wire.ts";

/** What a link for a password is for. */
export type PasswordLink = Wire<typeof PasswordLinkAnswer>;
/** What the link of an invitation is for. */
export type Invitation = Wire<typeof InvitationAnswer>;
/** An account after a change. */
export type ChangedAccount = Wire<typeof ChangedAccountAnswer>;
/** What becomes of projects when the account is deleted. */
export type Departure = Wire<typeof DepartureAnswer>;
/** A session of the account, here or in another browser. */
export type OwnSession = Wire<typeof SessionList>["items"][number];

/** How the account logs in, beside its password. */
export type Factors = Wire<typeof FactorsAnswer>;
/** A passkey of the account. */
export type Passkey = Wire<typeof PasskeyList>["items"][number];
/** A passkey that was just added; with the first second factor come recovery codes. */
export type AddedPasskey = Wire<typeof AddedPasskeyAnswer>;
/** An authenticator app that is being set up. */
export type NewTotp = Wire<typeof TotpAnswer>;
/** Recovery codes that were just made, shown this once. */
export type RecoveryCodes = Wire<typeof CodesAnswer>;
/** Where the account is linked with another service. */
export type LinkAddress = Wire<typeof LinkAnswer>;

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

/** The sessions of the account. */
export function ownSessionsQuery(api: Api) {
  return queryOptions({
    queryKey: ["account", "sessions"],
    queryFn: async ({ signal }) =>
      (await api.get<Wire<typeof SessionList>>("/account/sessions", { signal })).items as readonly OwnSession[],
  });
}

/** How the account logs in, beside its password. */
export function factorsQuery(api: Api) {
  return queryOptions({
    queryKey: ["account", "factors"],
    queryFn: ({ signal }) => api.get<Factors>("/account/factors", { signal }),
  });
}

/** The passkeys of the account. */
export function passkeysQuery(api: Api) {
  return queryOptions({
    queryKey: ["account", "passkeys"],
    queryFn: async ({ signal }) => (await api.get<Wire<typeof PasskeyList>>("/account/passkeys", { signal })).items,
  });
}

/** What becomes of projects when the account is deleted; it is asked anew each time that somebody thinks of it. */
export function departureQuery(api: Api) {
  return queryOptions({
    queryKey: ["account", "departure"],
    queryFn: ({ signal }) => api.get<Departure>("/account/departure", { signal }),
    gcTime: 0,
  });
}

/** What happened to the account last. */
export function accountHistoryQuery(api: Api) {
  return queryOptions({
    queryKey: ["account", "history"],
    queryFn: async ({ signal }) => {
      const query = { limit: 20 };
      return (await api.get<Wire<typeof HistoryList>>("/account/history", { query, signal })).history;
    },
  });
}
