/** How a baseline recognizes findings: like Bandit, or exactly, so that copies of a finding are told apart. */
export const BASELINE_MATCHES = ['bandit', 'exact'] as const
export type BaselineMatch = (typeof BASELINE_MATCHES)[number]
