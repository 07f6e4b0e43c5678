import { ContentError } from '../../../errors.js'
import { decode } from '../../../python/decode.js'
import { compose } from './composer.js'
import { construct } from './construct.js'

/** Characters that PyYAML rejects (PyYAML 6, lib/yaml/reader.py). */
const NOT_PRINTABLE = /[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u

/**
 * Parses a YAML file with at most one document, as PyYAML's safe loader does. Its YAML differs from the standard and
 * from other parsers in many details, for example in tabs, comments and the types of scalars. Keys that are not strings
 * become symbols, so they cannot be looked up by name. Throws a ContentError.
 */
export function parseYaml(content: Uint8Array): unknown {
  const text = decode(content, encodingOf(content))
  const [odd] = NOT_PRINTABLE.exec(text) ?? []
  if (odd !== undefined) throw new ContentError(`U+${hexOf(odd)} is not allowed in YAML`)
  const root = compose(text)
  return root ? construct(root) : null
}

function encodingOf([first, second]: Uint8Array): string {
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8'
}

const hexOf = (char: string) => (char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')
