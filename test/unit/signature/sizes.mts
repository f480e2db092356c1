/** How much the comparisons with CPython try. Each can be set by an environment variable of its name. */
import { sized } from '../../sized.mts';

const { env } = process;

/** Generated deliveries that Python signs and the check has to accept. */
export const DELIVERIES = Number(env.DELIVERIES ?? sized(10_000, 200_000));

/** Of these, every byte is changed in several ways. */
export const EVERYWHERE = Number(env.EVERYWHERE ?? sized(50, 2_000));

/** Hostile requests. */
export const REQUESTS = Number(env.REQUESTS ?? sized(10_000, 100_000));

/** Bodies of the largest size that a search for dear ones tries. */
export const BODIES = Number(env.BODIES ?? sized(150, 3_000));
