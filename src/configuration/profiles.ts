/** How strictly findings are judged. */
export const PROFILES = ['recommended', 'audit', 'bandit'] as const
