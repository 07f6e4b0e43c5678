/** Bandit's ranking of severity and confidence: an index is how the native side counts them. */
export const RANKING = ['UNDEFINED', 'LOW', 'MEDIUM', 'HIGH'] as const
export type Level = (typeof RANKING)[number]
