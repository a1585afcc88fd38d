import { describe, expect, it } from "vitest";
import { type RudeServer, serveTcp } from "../../../test/rude-server.ts";
import { StoreUnavailable } from "../../model/index.ts";
import { openingFault } from "./opening-fault.ts";
import { connectionConfig } from "./postgres-database.ts";
import { migratePostgres } from "./postgres-store.ts";

const URL_OF = "postgres://ann:hunter2@db.test:5433/watch%20er";

/** What the driver makes of a way that leads nowhere. */
function unreachable(fields: { readonly code?: string; readonly message?: string }): StoreUnavailable {
  const cause = Object.assign(new Error(fields.message ?? "whatever"), fields);
  return new StoreUnavailable("The store cannot take this now: the database cannot be reached.", { cause });
}

describe("a database that cannot be reached", () => {
  it.each([
    [{ code: "ENOTFOUND" }, "nobody knows its host (ENOTFOUND). Correct the host in the URL"],
    [{ code: "EAI_AGAIN" }, "its host could not be looked up (EAI_AGAIN). Look at the DNS"],
    [{ code: "ECONNREFUSED" }, "nobody listens there (ECONNREFUSED). Start PostgreSQL"],
    [{ code: "EHOSTUNREACH" }, "no way leads there (EHOSTUNREACH). Look at the network"],
    [{ message: "timeout expired" }, "nobody answered in time. Look for a firewall"],
    [{ message: "Connection terminated due to connection timeout" }, "nobody answered in time. Look for a firewall"],
    [{ code: "SELF_SIGNED_CERT_IN_CHAIN" }, "its certificate is not trusted (SELF_SIGNED_CERT_IN_CHAIN). Name its"],
    [
      { code: "ERR_TLS_CERT_ALTNAME_INVALID" },
      "its certificate is not trusted (ERR_TLS_CERT_ALTNAME_INVALID). Name its",
    ],
    [{ code: "CERT_HAS_EXPIRED" }, "its certificate is not trusted (CERT_HAS_EXPIRED). Name its"],
  ])("is told with why and what to do, and without the password: %j", (fields, said) => {
    const { message } = openingFault(unreachable(fields), URL_OF) as Error;
    expect(message).toContain(`The database watch er at db.test:5433 cannot be reached: ${said}`);
    expect(message).not.toContain("hunter2");
  });

  it("is told once only, however many hands the error goes through", () => {
    const once = openingFault(unreachable({ code: "ENOTFOUND" }), URL_OF);
    expect(openingFault(once, URL_OF)).toBe(once);
  });

  it.each([
    ["ends the connection", (): string => "", "", "does not speak as PostgreSQL does"],
    [
      "speaks something else",
      (): string => "HTTP/1.1 400 Bad Request\r\n\r\n",
      "",
      "does not speak as PostgreSQL does",
    ],
    ["has no TLS", (): string => "N", "?sslmode=verify-full", "it does not speak TLS. Switch TLS on"],
  ])("is told as well when what is there %s", async (_what, answer, options, said) => {
    const server: RudeServer = await serveTcp((socket) => void socket.once("data", () => socket.end(answer())));
    const url = `postgres://ann:hunter2@127.0.0.1:${server.port}/w${options}`;
    await expect(migratePostgres(url)).rejects.toMatchObject({
      name: "StoreUnavailable",
      message: expect.stringContaining(`The database w at 127.0.0.1:${server.port} cannot be reached:`),
    });
    await expect(migratePostgres(url)).rejects.toThrow(said);
    await server.close();
  });
});

it.each([
  ["?sslmode=require", "?sslmode=verify-full"],
  [
    "?application_name=x&sslmode=verify-ca&sslrootcert=/ca.pem",
    "?application_name=x&sslmode=verify-full&sslrootcert=/ca.pem",
  ],
  ["?sslmode=disable", "?sslmode=disable"],
  ["?uselibpqcompat=true&sslmode=require", "?uselibpqcompat=true&sslmode=require"],
])("TLS that is asked for is TLS that is verified: %s is %s", (asked, taken) => {
  const { connectionString } = connectionConfig({ url: `${URL_OF}${asked}` });
  expect(connectionString).toBe(`${URL_OF}${taken}`);
});

it("what is no fault of the database's stays as it is", () => {
  const error = new Error("a bug");
  expect(openingFault(error, URL_OF)).toBe(error);
});
