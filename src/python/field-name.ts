import { FormatError } from './spec.js'
import { digitsInAscii } from './whole-number.js'

/** The name of a field of a template: `a.b[0]` is the attribute `b` of `a`, and the item 0 of that. */
export interface FieldName {
  first: string
  parts: Part[]
}

export type Part = { attribute: string } | { index: string | number }

/** Splits a name like CPython (unicode_format.h, FieldNameIterator_next). Throws a FormatError with its message. */
export function splitName(name: string): FieldName {
  const [first = ''] = name.split(/[.[]/, 1)
  const parts: Part[] = []
  for (const match of name.slice(first.length).matchAll(/\.([^.[]*)|\[([^\]]*)\]|./gs)) {
    const [text, attribute, index] = match
    if (text === '[') throw new FormatError("Missing ']' in format string")
    if (attribute !== undefined) parts.push({ attribute })
    else if (index !== undefined)
      parts.push({ index: /^\p{Nd}+$/u.test(index) ? Number(digitsInAscii(index)) : index })
    else throw new FormatError("Only '.' or '[' may follow ']' in format field specifier")
    if (attribute === '' || index === '') throw new FormatError('Empty attribute in format string')
  }
  return { first, parts }
}
