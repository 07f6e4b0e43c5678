/*
 * What the fix of a rule brings on purpose: Bandit's id, and the reason.
 */
const EXPECTED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  B602: {
    B603: 'Bandit reports each process, with a shell or without one',
    B607: 'the program is named as the shell was told',
  },
  B605: {
    B404: 'the new call needs the module',
    B603: 'Bandit reports each process, with a shell or without one',
    B607: 'the program is named as the shell was told',
  },
  B303: { B413: 'the new call needs another module of the same package' },
}

/** Whether the fix of a rule is known to bring a finding of another one. */
export function isExpected(rule: string, brought: string): boolean {
  return EXPECTED[rule]?.[brought] !== undefined
}

/** The rules whose fixes are known to bring a finding of this one. */
export function rulesThatBring(brought: string): string[] {
  return Object.keys(EXPECTED).filter(rule => isExpected(rule, brought))
}
