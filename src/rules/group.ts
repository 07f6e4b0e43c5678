/**
 * What the rules are about. A group selects all of its rules in a configuration. Ours are numbered by group: P1 is
 * `injection`, P2 is `deserialization`, and so on.
 */
export const GROUPS = {
  suppressions: 'comments that silence findings, and the scan itself',
  injection: 'code, commands and queries that are built from values',
  deserialization: 'unsafe readers of objects, XML and archives',
  crypto: 'weak hashes, ciphers, keys and random numbers',
  transport: 'connections without encryption, certificates, host keys or timeouts',
  web: 'settings and templates of web applications',
  secrets: 'passwords and keys in the code',
  ai: 'loading and running models',
  system: 'files, processes, resources and the cloud',
  hygiene: 'asserts, errors that are swallowed, and text that is not what it looks like',
} as const satisfies Readonly<Record<string, string>>

export type Group = keyof typeof GROUPS

/** The groups of our own rules, by the digit after the P. */
const OURS: readonly Group[] = [
  'suppressions',
  'injection',
  'deserialization',
  'crypto',
  'transport',
  'web',
  'secrets',
  'ai',
  'system',
]

/** The groups of Bandit's rules. */
const BANDITS: Readonly<Partial<Record<Group, string>>> = {
  injection: 'B102 B307 B404 B601 B602 B603 B604 B605 B606 B607 B608 B609 B610 B611 B612',
  deserialization:
    'B202 B301 B302 B313 B314 B315 B316 B317 B318 B319 B403 B405 B406 B407 B408 B409 B411 B506',
  crypto: 'B303 B304 B305 B311 B324 B413 B505',
  transport: 'B104 B113 B310 B312 B321 B323 B401 B402 B415 B501 B502 B503 B504 B507 B508 B509',
  web: 'B201 B308 B412 B701 B702 B703 B704',
  secrets: 'B105 B106 B107',
  ai: 'B614 B615',
  system: 'B103 B108 B306',
  hygiene: 'B101 B110 B112 B613',
}

const BY_ID: ReadonlyMap<string, Group> = new Map(
  (Object.entries(BANDITS) as [Group, string][]).flatMap(([group, ids]) =>
    ids.split(' ').map(id => [id, group] as const),
  ),
)

/** The group of a rule; undefined for a rule of the user's. */
export function groupOf(id: string): Group | undefined {
  const [, digit] = /^P(\d)\d\d$/.exec(id) ?? []
  return digit === undefined ? BY_ID.get(id) : OURS[Number(digit)]
}
