/** The most that the `options` of a stage may take as JSON: they travel with every job entry. */
export const MAX_OPTIONS_BYTES = 4096;
