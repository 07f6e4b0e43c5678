import { wrongWithGlob } from '../../configuration/globs.js'
import type { Converted } from './carried.js'

/*
 * Bandit's and Ruff's globs in the words of .gitignore. In both, a star matches slashes, too. Where the meanings cannot
 * be the same, the result matches what the author most likely meant.
 */

/** A part of a path that matches anything. */
const STARS = /^\*\*?$/

/**
 * A text of Bandit's `exclude_dirs`, of `exclude` in a `.bandit` file, or of `assert_used.skips`. Without wildcards, it
 * stands for all paths that contain it; else it is compared with the whole path, which usually starts with `./`.
 */
export function fromBandit(text: string): Converted {
  const isAnchored = text.startsWith('./')
  const path = plainPath(text).replace(/^\.?\/+/, '')
  const parts = partsOf(path)
  // Here a star can stand for no folder, because of the dot before the first slash.
  const open = parts.map((part, at) => (part === '*' && at < parts.length - 1 ? '**' : part))
  return checked(text, [withDeepStar(open, isAnchored)])
}

/** A glob of Ruff's `exclude` or `per-file-ignores`: a name anywhere, or a path relative to the project. */
export function fromRuff(text: string): Converted {
  const negated = text.startsWith('!') ? '!' : ''
  const isAnchored = /^!?\.\//.test(text)
  const globs = alternatives(plainPath(text.slice(negated.length)).replace(/^\.\//, '')).map(path => {
    const parts = partsOf(path)
    // Here a star stands for one folder or more.
    const open = parts.flatMap((part, at) => (part === '*' && at < parts.length - 1 ? ['*', '**'] : [part]))
    return negated + withDeepStar(open, isAnchored || path.startsWith('/'))
  })
  return checked(text, globs)
}

function plainPath(text: string): string {
  return text.replaceAll('\\', '/').replace(/\/+/g, '/')
}

function partsOf(path: string): string[] {
  return path
    .replace(/^\//, '')
    .split('/')
    .map(part => (part === '**' ? part : part.replace(/\*+/g, '*')))
}

/** Adds `**` before a last part with a star, which matches slashes, and takes away what matches all of a folder. */
function withDeepStar(parts: readonly string[], isAnchored: boolean): string {
  const ended = parts.at(-1) === '' ? parts.slice(0, -1) : parts
  const endsInStar = ended.length > 1 && STARS.test(ended.at(-1) ?? '')
  if (ended.length > 0 && ended.every(part => STARS.test(part))) return '*'
  const named = endsInStar ? withoutStars(ended) : [...ended]
  const isFolder = endsInStar || ended.length < parts.length
  const last = named.at(-1) ?? ''
  if (!isFolder && named.length > 1 && last.startsWith('*') && named.at(-2) !== '**')
    named.splice(-1, 0, '**')
  // `**/x` means the same as `x`.
  while (named.length === 2 && named[0] === '**' && !isAnchored) named.shift()
  // What had a slash inside is not for all folders of that name.
  const slash = isAnchored || (endsInStar && named.length === 1 && ended[0] !== '**') ? '/' : ''
  return `${slash}${named.join('/')}${isFolder ? '/' : ''}`
}

function withoutStars(parts: readonly string[]): string[] {
  const kept = [...parts]
  while (kept.length > 1 && STARS.test(kept.at(-1) ?? '')) kept.pop()
  return kept
}

/** The texts that braces stand for. */
function alternatives(text: string): string[] {
  const [, before = '', inner = '', after = ''] = /^(.*?)\{([^{}]*)\}(.*)$/.exec(text) ?? []
  if (inner === '' && before === '' && after === '') return [text]
  return inner.split(',').flatMap(each => alternatives(`${before}${each}${after}`))
}

function checked(text: string, globs: readonly string[]): Converted {
  const why = globs.map(wrongWithGlob).find(wrong => wrong !== undefined)
  if (why === undefined) return { globs: [...globs] }
  return { why: text.trim() === '' ? 'it is empty' : why }
}
