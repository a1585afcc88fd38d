/** The other tabs of this browser: they have the same session. */
export interface OtherTabs {
  /** Tells them that somebody logged in or out here. */
  readonly tell: () => void;
  /** Calls back when one of them tells so. */
  readonly hear: (heard: () => void) => void;
}

/** Makes the line between the tabs of a browser; a browser without one has tabs that find out by themselves. */
export function createOtherTabs(open: () => Pick<BroadcastChannel, "postMessage" | "addEventListener">): OtherTabs {
  try {
    const channel = open();
    return {
      tell: () => channel.postMessage("session"),
      hear: (heard) => channel.addEventListener("message", heard),
    };
  } catch {
    return { tell: () => {}, hear: () => {} };
  }
}
