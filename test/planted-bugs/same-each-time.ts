/** Property tests look at the same values each time, stop at the first that fails, and say in their own message what failed. */
import fc from "fast-check";

fc.configureGlobal({ seed: Number(process.env["REAM_SEED"]), endOnFailure: true, includeErrorInReport: true });
