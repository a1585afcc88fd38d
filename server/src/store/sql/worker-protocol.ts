import { AppError, type ErrorCode, StoreUnavailable } from "../../model/index.ts";
import type { SqliteStoreOptions } from "./sqlite-store.ts";

/** What the thread is started with. */
export type WorkerOptions = SqliteStoreOptions;

/** A call of a store's method, such as `outbox.claim`. */
export interface Call {
  readonly id: number;
  readonly method: string;
  readonly args: readonly unknown[];
}

export type Answer =
  | { readonly id: number; readonly ok: true; readonly value: unknown }
  | { readonly id: number; readonly ok: false; readonly error: WireError };

export interface WireError {
  readonly name: string;
  readonly message: string;
  readonly stack?: string | undefined;
  readonly code?: ErrorCode | undefined;
  readonly field?: string | undefined;
}

/** The methods that can be called across threads: `port.method`, or a method of the store itself. */
export const STORE_PORTS = [
  "watch",
  "outbox",
  "topics",
  "alarms",
  "incidents",
  "history",
  "people",
  "accounts",
  "pages",
] as const;

export function errorToWire(error: unknown): WireError {
  if (error instanceof AppError) {
    return { name: error.name, message: error.message, code: error.code, field: error.field };
  }
  if (error instanceof Error) return { name: error.name, message: error.message, stack: error.stack };
  return { name: "Error", message: String(error) };
}

export function errorFromWire(wire: WireError): Error {
  if (wire.code) return new AppError(wire.code, wire.message, wire.field);
  if (wire.name === "StoreUnavailable") return new StoreUnavailable(wire.message);
  const error = new Error(wire.message);
  error.name = wire.name;
  if (wire.stack) error.stack = wire.stack;
  return error;
}
