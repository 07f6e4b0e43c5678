/** Python's fnmatch (3.13): a glob as an expression over the whole of a name. */
export function fnmatch(glob: string): RegExp {
  const [first = '', ...others] = splitAtStars(glob)
  const last = others.pop()
  if (last === undefined) return expression(first)
  // What follows a star is found at its first place and stays there: no backtracking, as in Python.
  const middle = others.filter(Boolean).map((part, at) => `(?=(.*?${part}))\\${at + 1}`)
  return expression(`${first}${middle.join('')}.*${last}`)
}

const expression = (source: string) => new RegExp(`^${source}$`, 'su')

/** The sources of the expressions between the stars. */
function splitAtStars(glob: string): string[] {
  const parts = ['']
  const characters = [...glob]
  for (let at = 0; at < characters.length; at++) {
    const character = characters[at] ?? ''
    if (character === '*') {
      parts.push('')
      continue
    }
    let source = character === '?' ? '.' : literal(character)
    if (character === '[') {
      const end = endOfSet(characters, at)
      if (end > 0) {
        source = setOf(characters.slice(at + 1, end))
        at = end
      }
    }
    parts.push(`${parts.pop()}${source}`)
  }
  return parts
}

/** A bracket right after the opening one, or after its `!`, is a member. */
function endOfSet(characters: readonly string[], start: number): number {
  const from = start + (characters[start + 1] === '!' ? 3 : 2)
  return characters.indexOf(']', from)
}

/** Ranges that run backwards are empty. */
function setOf(members: readonly string[]): string {
  const negated = members[0] === '!'
  let ranges = ''
  for (let at = negated ? 1 : 0; at < members.length; at++) {
    const first = members[at] ?? ''
    const isRange = members[at + 1] === '-' && at + 2 < members.length
    const last = isRange ? (members[at + 2] ?? '') : first
    if (isRange) at += 2
    if ((first.codePointAt(0) ?? 0) <= (last.codePointAt(0) ?? 0))
      ranges += `${literal(first)}-${literal(last)}`
  }
  if (ranges === '') return negated ? '.' : '(?!)'
  return negated ? `[^${ranges}]` : `[${ranges}]`
}

const literal = (character: string) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`
