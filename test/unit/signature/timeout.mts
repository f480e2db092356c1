/**
 * Milliseconds that a comparison with CPython may take. The whole sizes take ten minutes on a busy machine; only one that
 * hangs takes so long.
 */
export const COMPARISON_TIMEOUT_MS = 3_600_000;
