/** What the owner of a pool lets its workers call; never the job's author, who writes the addresses. */
export interface WebRules {
  /** Private, loopback and shared networks too. Link-local and metadata addresses stay refused. */
  readonly allowPrivateAddresses: boolean;
  /** Without encryption too, where an address begins with http://. */
  readonly allowHttp: boolean;
}

export const STRICT_WEB_RULES: WebRules = { allowPrivateAddresses: false, allowHttp: false };
