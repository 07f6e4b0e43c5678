/**
 * Families of weaknesses. Two tools rarely give one flaw the same CWE: MD5 is CWE-327 for one and CWE-328 for
 * another. A finding counts if it is of the labelled flaw's family.
 *
 * A family is what one fix would cure, seen from far: it is as narrow as the labels of the sets and the tools'
 * own CWEs allow. Hashes, ciphers and their keys are one family because Bandit and Semgrep say CWE-327 for all of them.
 */
const FAMILIES = {
  command: [77, 78, 88, 155],
  // Includes template injection and reflection: text of others is run as code.
  code: [94, 95, 96, 470, 1336],
  sql: [89, 564, 943],
  nosql: [943],
  ldap: [90],
  xpath: [91, 643, 652],
  xss: [79, 80, 81, 83, 84, 87, 116],
  header: [93, 113, 644],
  log: [117],
  // 434: a file that is stored under the name its sender chose. 939: a URL of any scheme, file: among them.
  path: [22, 23, 24, 35, 36, 59, 73, 98, 99, 434, 641, 939],
  upload: [434],
  ssrf: [441, 918, 939],
  redirect: [601],
  xml: [112, 611, 776, 827],
  deserialisation: [502],
  crypto: [257, 261, 310, 323, 325, 326, 327, 328, 329, 522, 759, 760, 780, 916, 1204, 1240],
  // 287: a token that is not checked.
  signature: [287, 345, 347],
  random: [330, 331, 332, 334, 335, 336, 337, 338, 339, 340, 341, 342, 343, 1241],
  tls: [295, 296, 297, 298, 299, 322, 757],
  cleartext: [311, 312, 319, 523],
  // 521: an empty or weak password that is written in the code.
  secret: [256, 259, 260, 321, 521, 522, 547, 798, 1391, 1392],
  cookie: [315, 539, 614, 1004, 1275],
  csrf: [352],
  debug: [11, 215, 489],
  origin: [183, 346, 942, 1385],
  information: [200, 201, 209, 497, 532, 538],
  resources: [185, 186, 400, 406, 409, 625, 674, 730, 770, 834, 835, 1333],
  temp: [377, 378, 379],
  race: [362, 363, 366, 367],
  permission: [250, 269, 276, 277, 279, 281, 732],
  access: [284, 285, 287, 306, 425, 639, 862, 863],
  trust: [501],
  assignment: [913, 915],
  timing: [203, 208, 385],
  network: [605, 668, 1327],
  exception: [252, 390, 391, 396, 617, 703, 754, 755],
  integrity: [353, 494, 829],
} as const satisfies Record<string, readonly number[]>

/** Text of others that means something to whoever reads it: what CWE-74 is the parent of. */
const INJECTIONS = ['command', 'code', 'sql', 'nosql', 'ldap', 'xpath', 'xss', 'header', 'log']

/** CWEs that say only that input is not checked: the flaw may be of any of these families. */
const BROAD: ReadonlyMap<number, readonly string[]> = new Map([
  [20, [...INJECTIONS, 'path', 'ssrf', 'redirect', 'xml', 'deserialisation', 'resources']],
  [74, INJECTIONS],
])

/**
 * Rules of Bandit whose CWE names something else than what their message is about. They are judged by the message, in
 * all tools that have them.
 */
const RULES = new Map<string, readonly string[]>([
  // exec and eval are CWE-78 in Bandit.
  ['B102', ['code']],
  ['B307', ['code']],
  // Flask's debugger is CWE-94 in Bandit, and runs code.
  ['B201', ['debug', 'code']],
  // urlopen with any scheme is CWE-22 in Bandit; it may also reach any host.
  ['B310', ['path', 'ssrf']],
  // XML parsers are CWE-20 in Bandit.
  ...['B313', 'B314', 'B315', 'B316', 'B317', 'B318', 'B319', 'B320'].map(id => [id, ['xml']] as const),
  // yaml.load is CWE-20 in Bandit.
  ['B506', ['deserialisation']],
  // Templates that do not escape are CWE-94 in Bandit.
  ['B701', ['xss']],
])

const BY_CWE = new Map<number, string[]>()
for (const [family, cwes] of Object.entries(FAMILIES)) {
  for (const cwe of cwes) BY_CWE.set(cwe, [...(BY_CWE.get(cwe) ?? []), family])
}

/** The families of a weakness. One that is not in the table is a family of its own. */
export function familiesOfCwe(cwe: number): readonly string[] {
  return BROAD.get(cwe) ?? BY_CWE.get(cwe) ?? [`cwe-${cwe}`]
}

/** The families of a finding, by its rule or else by its weaknesses. */
export function familiesOfFinding({
  rule,
  cwes,
}: {
  rule: string
  cwes: readonly number[]
}): readonly string[] {
  return RULES.get(rule) ?? cwes.flatMap(familiesOfCwe)
}

/** The number in texts such as `CWE-079_author_1.py` and `CWE-78: OS Command Injection`; undefined if there is none. */
export function cweNumber(text: string): number | undefined {
  const digits = /CWE-(\d+)/.exec(text)?.[1]
  return digits === undefined ? undefined : Number(digits)
}
