import { useQuery } from "@tanstack/react-query";
import { useCallback, useMemo } from "react";
import { useApi } from "../api/dashboard-context.tsx";
import { membersQuery } from "../api/members.ts";
import { useAccount, useProject } from "../api/use-session.ts";
import { namePeople, peopleIn } from "../lib/name-people.ts";

/** Gives the function that calls the personal topics in these texts by whom they reach, and leaves all others as they are. */
export function useTopicWords(texts: readonly string[]): (text: string) => string {
  const { id: accountId, name, email } = useAccount();
  const asks = texts.some((text) => peopleIn(text).some((id) => id !== accountId));
  const { data: members } = useQuery({ ...membersQuery(useApi(), useProject().id), enabled: asks });
  const people = useMemo(() => members ?? [{ accountId, name, email }], [members, accountId, name, email]);
  return useCallback((text) => namePeople(text, people), [people]);
}
