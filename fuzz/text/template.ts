import { strictEqual } from 'node:assert'
import { splitName } from '../../src/python/field-name.js'
import { FormatError, parseSpec } from '../../src/python/spec.js'
import { parseTemplate } from '../../src/python/template.js'
import { allowing, bytesOf, type Target } from './target.js'

export const template: Target = {
  seeds: bytesOf(
    '{abspath}:{line}: {test_id}[bandit]: {severity}: {msg}',
    '{line!r:>{col}} {{}} {a[b]:x}',
    '{line:0>+#010,.3d}',
  ),
  words: [
    '{',
    '}',
    '{{',
    '}}',
    '!r',
    '!s',
    ':',
    '[',
    ']',
    '.',
    '>',
    '=',
    '0',
    ',',
    '_',
    'x',
    '{line',
    'abspath',
    '\u{1f600}',
  ],
  run(input) {
    const text = input.toString()
    const pieces = allowing(() => parseTemplate(text), FormatError) ?? []
    for (const { field } of pieces) {
      if (!field) continue
      allowing(() => splitName(field.name), FormatError)
      for (const kind of ['str', 'int'] as const) allowing(() => parseSpec(field.spec, kind), FormatError)
    }
    const doubled = parseTemplate(text.replace(/[{}]/g, '$&$&'))
    strictEqual(doubled.map(({ literal }) => literal).join(''), text)
  },
}
