/*
 * Globs as in .gitignore. The core compiles those of `exclude`; these here are for single files, and mean the same. A
 * glob that means different things to different programs is a mistake, and so is one that can match nothing. Matching
 * takes time in proportion to the length of the glob and of the path, whatever their content.
 */

/** A glob, and the absolute folder that it is anchored in. */
export interface RootedGlob {
  readonly glob: string
  readonly root: string
}

/** Matches one byte. */
type Test = (character: string) => boolean

/** What a part of a glob between slashes matches: a text, anything (`**`), or single bytes and `*`. */
type Part = string | typeof ANY_FOLDERS | readonly (Test | typeof STAR)[]

const ANY_FOLDERS = Symbol('**')
const STAR = Symbol('*')

/** A backslash makes one of these an ordinary character. */
const ESCAPABLE = '*?[]{}!#\\ '

/** Why a text is not a glob. */
class GlobError extends Error {}

/** What is wrong with a glob; undefined if nothing is. */
export function wrongWithGlob(text: string): string | undefined {
  try {
    compileGlob(text)
    return undefined
  } catch (error) {
    if (error instanceof GlobError) return error.message
    throw error
  }
}

/** A compiled glob, for paths that are given folder by folder. */
export interface Glob {
  /** It stands for all files that do not match. */
  readonly negated: boolean
  /** What has been matched before the first folder. */
  readonly start: Matched
  /** What has been matched after one more folder or file. */
  step(matched: Matched, name: string): Matched
  /** Whether all of it matches the path so far. */
  ends(matched: Matched, isFolder: boolean): boolean
}

/** The parts of a glob that may come next; one after the last part if all of it matches. */
export type Matched = readonly number[]

/** Compiles a glob that has nothing wrong with it. */
export function compileGlob(text: string): Glob {
  const glob = text.replace(/(?<!\\) +$/, '')
  if (glob === '') throw new GlobError('an empty glob matches nothing')
  if (glob.startsWith('#')) throw new GlobError("a glob that starts with '#' is a comment: write '\\#'")
  const negated = glob.startsWith('!')
  const body = negated ? glob.slice(1) : glob
  const onlyFolders = body.endsWith('/')
  const path = body.replace(/^\//, '').replace(/\/$/, '')
  if (path === '') throw new GlobError(`'${text}' matches nothing`)
  const anchored = body.startsWith('/') || path.includes('/')
  const parts = path.split('/').map(part => compilePart(part, text))
  return new CompiledGlob(anchored ? parts : [ANY_FOLDERS, ...parts], negated, onlyFolders)
}

class CompiledGlob implements Glob {
  readonly start: Matched

  constructor(
    private readonly parts: readonly Part[],
    readonly negated: boolean,
    private readonly onlyFolders: boolean,
  ) {
    this.start = this.closed([0])
  }

  step(matched: Matched, name: string): Matched {
    const next: number[] = []
    for (const at of matched) {
      const part = this.parts[at]
      if (part === ANY_FOLDERS) next.push(at)
      if (part !== undefined && isMatch(part, name)) next.push(at + 1)
    }
    return this.closed(next)
  }

  ends(matched: Matched, isFolder: boolean): boolean {
    return matched.includes(this.parts.length) && (isFolder || !this.onlyFolders)
  }

  /** Adds what comes after folders that may be none at all. A `**` at the end stands for at least one name. */
  private closed(places: number[]): number[] {
    for (const at of places) {
      const skips = this.parts[at] === ANY_FOLDERS && at < this.parts.length - 1
      if (skips && !places.includes(at + 1)) places.push(at + 1)
    }
    return [...new Set(places)]
  }
}

function isMatch(part: Part, name: string): boolean {
  if (typeof part === 'string') return part === name
  return part === ANY_FOLDERS || matchesTests(part, bytesOf(name))
}

/** The bytes of a text in UTF-8, each as a character: git and the core match bytes. */
function bytesOf(text: string): string {
  return /[\x80-\uffff]/.test(text) ? Buffer.from(text).toString('latin1') : text
}

/** Goes back only to the last star: what an earlier one matched need never change. */
function matchesTests(tests: readonly (Test | typeof STAR)[], name: string): boolean {
  let at = 0
  let star = -1
  let from = 0
  for (let place = 0; place < name.length; ) {
    const test = tests[at]
    if (test === STAR) {
      star = at++
      from = place
    } else if (test?.(name[place] as string)) {
      at++
      place++
    } else if (star >= 0) {
      at = star + 1
      place = ++from
    } else return false
  }
  while (tests[at] === STAR) at++
  return at === tests.length
}

function compilePart(text: string, whole: string): Part {
  if (text === '**') return ANY_FOLDERS
  if (text === '') throw new GlobError(`'${whole}' matches nothing: it has two slashes in a row`)
  if (text === '.' || text === '..')
    throw new GlobError(
      `'${whole}' matches nothing: '${text}' is never part of a path; a glob that starts with '/' is anchored`,
    )
  if (text.includes('**'))
    throw new GlobError(`'${whole}': '**' stands for folders only between slashes: write '*'`)
  const tests: (Test | typeof STAR)[] = []
  let plain: string | undefined = ''
  const characters = [...text]
  for (let at = 0; at < characters.length; at++) {
    let character = characters[at] as string
    switch (character) {
      case '*':
        plain = undefined
        tests.push(STAR)
        continue
      case '?':
        plain = undefined
        tests.push(() => true)
        continue
      case '[': {
        plain = undefined
        const end = endOfClass(characters, at, whole)
        tests.push(compileClass(characters.slice(at + 1, end), whole))
        at = end
        continue
      }
      case '{':
      case '}':
        throw new GlobError(
          `'${whole}': braces are not part of the globs of .gitignore: write one glob for each case, or '\\${character}'`,
        )
      case '\\': {
        const escaped = characters[++at]
        if (escaped === undefined || !ESCAPABLE.includes(escaped))
          throw new GlobError(
            `'${whole}': a backslash makes the next character an ordinary one: write '/' between folders`,
          )
        character = escaped
      }
    }
    for (const byte of bytesOf(character)) tests.push(each => each === byte)
    if (plain !== undefined) plain += character
  }
  return plain ?? tests
}

/** The place of the bracket that ends a class. A bracket at its beginning is part of it. */
function endOfClass(characters: readonly string[], start: number, whole: string): number {
  let at = start + 1
  if (characters[at] === '!' || characters[at] === '^') at++
  const end = characters.indexOf(']', at + 1)
  if (end < 0) throw new GlobError(`'${whole}': '[' has no ']': write '\\[' for the character`)
  return end
}

function compileClass(characters: readonly string[], whole: string): Test {
  if (characters.includes('\\') || /\[:|[\x80-\uffff]/.test(characters.join('')))
    throw new GlobError(`'${whole}': a list in brackets may have ASCII characters and ranges only`)
  const negated = characters[0] === '!' || characters[0] === '^'
  const members = negated ? characters.slice(1) : characters
  const ranges: [string, string][] = []
  for (let at = 0; at < members.length; at++) {
    const first = members[at] as string
    const last = members[at + 1] === '-' ? members[at + 2] : undefined
    if (last === undefined) ranges.push([first, first])
    else {
      if (last < first) throw new GlobError(`'${whole}': the range '${first}-${last}' is empty`)
      ranges.push([first, last])
      at += 2
    }
  }
  return each => ranges.some(([first, last]) => first <= each && each <= last) !== negated
}
