/** Version of every message. Until 0.1 formats may break; from then on version N reads N-1. */
export const WIRE_VERSION = 1;
