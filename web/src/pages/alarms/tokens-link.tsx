import { Link } from "@tanstack/react-router";
import { PATHS } from "../../lib/paths.ts";
import { TopicWords } from "../../parts/topic-words.tsx";
import { buttonClass } from "../../ui/button.tsx";

interface TokensLinkProps {
  readonly topic: string;
  readonly look?: "crumb" | "button";
}

/** The way back to the alarm tokens of a topic. */
export function TokensLink({ topic, look = "crumb" }: TokensLinkProps) {
  return (
    <Link
      to={PATHS.alarms}
      search={{ tab: "tokens", topic }}
      className={look === "crumb" ? "hover:underline" : buttonClass("quiet")}
    >
      {look === "crumb" ? <TopicWords text={`Alarm tokens of ${topic}`} /> : "Cancel"}
    </Link>
  );
}
