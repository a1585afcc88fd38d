import { once } from "node:events";
import { describe, expect, it } from "vitest";
import { serveTcp } from "../../test/rude-server.ts";
import { createBreakableConnect } from "./break-off.ts";
import { createConnect } from "./connect.ts";

describe("connections that can be broken off", () => {
  it("end all at once, those that are open and no others", async () => {
    const silent = await serveTcp(() => {});
    const { connect, breakOff } = createBreakableConnect(createConnect({ outgoing: "private" }));
    const open = async () => {
      const result = await connect({ host: "127.0.0.1", port: silent.port });
      if (result.kind === "failed") throw new Error(result.reason);
      return result.socket;
    };
    const sockets = [await open(), await open()];
    const closed = sockets.map((socket) => once(socket, "close"));
    breakOff();
    await Promise.all(closed);
    const later = await open();
    expect(later.destroyed).toBe(false);
    expect(await connect({ host: "127.0.0.1", port: 1 })).toMatchObject({ kind: "failed" });
    breakOff();
    await silent.close();
  });
});
