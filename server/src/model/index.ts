/**
 * The words of Watchbell, one word an idea (docs/glossary.md says more):
 *
 * - project: a tenant: monitors, channels, keys, members, zone, default topics.
 * - monitor: something watched; kinds `heartbeat` (it pings us), `probe` (we poll it), `alarm` (another system reports on it).
 * - signal: what reaches a monitor: a ping, a probe's result, time passed, an operator's command.
 * - ping: one recorded heartbeat signal, with its body. Run: what lies between a start and its end, paired by run id.
 * - alarm: a report from another monitoring system, nothing else. Source: the kind of system that it comes from.
 * - probe: a look at something from outside, again and again; each look gives a result. Verdict: what it found, `ok`, `error` or `asleep`.
 * - schedule: when a signal is due; plus allowed misses, grace, working-time calendar.
 * - status: stored `new`, `up`, `down`, `paused`; shown also `late`.
 * - transition: a stored change of status (or of severity while down: `changed`), with reason and time.
 * - incident: from down to up, pause, delete or resolve; it can be acknowledged.
 * - pill: one of a monitor's last results, as the bar beside its name shows it.
 * - gap: a stretch in which we could not take signals in.
 * - channel, topic: a topic is where notifications go; its full name is `{channel}+{topic}`.
 * - integration: one configured target of a topic: provider, credentials, model (text template), `notifyOn`.
 * - provider: the code that talks to one service.
 * - notification: one publication to a topic, from a transition or from the API.
 * - message: a notification for one integration: a snapshot of facts, rendered when sent.
 * - attempt: one try to deliver a message, with its outcome and the target's answer.
 * - door: a set of routes that speaks an older system's wire.
 * - pulse: a heartbeat monitor of the heartbeat door, named by host, category, type and name; the board shows them all.
 * - status page: what a project shows to everybody who knows its address. Badge: a small picture of one status, for other pages.
 * - service: a heartbeat monitor of the Missme door, which checks in with a key of its own.
 * - account: a person who logs in. Session: a browser in which somebody did.
 * - second factor: what an account shows after its password: code of an app, passkey, recovery code. A passkey also logs in alone.
 * - member: an account that belongs to a project, with a role in it. Invite: a link that makes one a member, once.
 * - operator: the account that decides who may sign up.
 *
 * Instants are epoch milliseconds and end in `At`; durations are milliseconds and end in `Ms`.
 */
export * from "./account.ts";
export * from "./actor.ts";
export * from "./alarm.ts";
export * from "./badge.ts";
export * from "./errors.ts";
export * from "./heartbeat-board.ts";
export * from "./history.ts";
export * from "./incident.ts";
export * from "./key.ts";
export * from "./match-integrations.ts";
export * from "./message.ts";
export * from "./monitor.ts";
export * from "./monitor-log.ts";
export * from "./notification.ts";
export * from "./probe.ts";
export * from "./project.ts";
export * from "./schedule.ts";
export * from "./signal.ts";
export * from "./status-page.ts";
export * from "./topic.ts";
export * from "./transition.ts";
