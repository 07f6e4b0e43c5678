/** Differences that are known, by signature and text. The first kind that fits counts. */
const KINDS: readonly { signature: RegExp; text?: RegExp; kind: string }[] = [
  {
    signature:
      /^Bandit: syntax error .*(?:multiple exception types must be parenthesized|unpacking cannot be used in (?:dict )?comprehension).*; posse: scanned$/,
    kind: 'syntax newer than 3.13',
  },
  {
    signature: /^Bandit: syntax error .*; posse: scanned$/,
    text: /\b[rR]?[tT][rR]?["']|\bexcept\b[^:]*,\s*:|\blazy\s+(?:import|from)\b/,
    kind: 'syntax newer than 3.13',
  },
  {
    signature: /^Bandit: (?:scanned|exception).*; posse: syntax error$/,
    text: /^(?:[^\n\r]*[\n\r])?[ \t\f]*#.*coding[:=]/,
    kind: 'codec nobody has',
  },
  {
    signature: /^Bandit: scanned.*; posse: syntax error$/,
    text: /\bcase\b[^\n]*[fF][rR]?["']/,
    kind: 'an f-string inside a pattern, which no Python compiles',
  },
  {
    signature: /^Bandit: scanned.*; posse: syntax error$/,
    text: /[fF][rR]?(["'])(?!\1\1)[^\n]*:[^\n]*\n/,
    kind: 'a line break in a format spec, which 3.13.4 refuses',
  },
  { signature: /^Bandit: exception .*; posse: scanned$/, kind: "Bandit's own crash" },
  {
    signature: /^Bandit: (?:exception|syntax error) .*; posse: (?:exception|syntax error)$/,
    kind: 'skipped by both, for another reason',
  },
]

/** The known kind of a difference; empty for one that nobody has explained. */
export function kindOf(signature: string, text: string): string {
  return KINDS.find(one => one.signature.test(signature) && (one.text?.test(text) ?? true))?.kind ?? ''
}
