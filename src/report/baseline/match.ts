/** When a finding is known by a baseline: Bandit's rule, or one that tells copies apart. */
export const BASELINE_MATCHES = ['bandit', 'exact'] as const
export type BaselineMatch = (typeof BASELINE_MATCHES)[number]
