const FAULTS: Readonly<Record<string, string>> = {
  ECONNREFUSED: "the connection was refused",
  ECONNRESET: "the other side closed the connection",
  EPIPE: "the other side closed the connection",
  UND_ERR_SOCKET: "the other side closed the connection",
  ETIMEDOUT: "no answer in time",
  EHOSTUNREACH: "there is no route to it",
  ENETUNREACH: "there is no route to it",
  ENOTFOUND: "the name is not known",
  EAI_AGAIN: "the name could not be looked up just now",
  CERT_HAS_EXPIRED: "its certificate has expired",
  CERT_NOT_YET_VALID: "its certificate is not valid yet",
  ERR_TLS_CERT_ALTNAME_INVALID: "its certificate is for another name",
  DEPTH_ZERO_SELF_SIGNED_CERT: "its certificate is signed by itself",
  SELF_SIGNED_CERT_IN_CHAIN: "its certificate is signed by nobody whom we trust",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "its certificate is signed by nobody whom we trust",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "its certificate is signed by nobody whom we trust",
  ERR_SSL_WRONG_VERSION_NUMBER: "it does not speak TLS there",
  ERR_SSL_PACKET_LENGTH_TOO_LONG: "it does not speak TLS there",
  EPROTO: "it does not speak TLS there",
};

/** Says what is wrong with a connection, as the end of a sentence. Reads the error's code, never its text. */
export function connectionFault(error: unknown): string {
  // undici gives this one no code.
  if (error instanceof Error && error.name === "HTTPParserError") return "it does not speak HTTP there";
  const code = codeOf(error);
  if (code === null) return "the connection failed";
  return FAULTS[code] ?? `the connection failed (${code})`;
}

/** The code of an error, or of the first of several when every address failed; null when it has none. */
function codeOf(error: unknown): string | null {
  if (error instanceof AggregateError && error.errors.length > 0) return codeOf(error.errors[0]);
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : null;
}

/** An error that carries one of the system's codes. */
export function codedError(code: string): Error {
  return Object.assign(new Error(code), { code });
}
