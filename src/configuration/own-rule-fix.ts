import { expressionMistake, keywordMistake } from '../native.js'
import { FIX_CLASSES, type FixClass } from '../report/fix.js'
import { entries, wrongType } from './checks.js'
import { choice, type Field, type Fields, fieldsSchema, table, text } from './fields.js'
import { type Entry, isValues, type Table } from './toml.js'

/*
 * The key `fix` of a rule about calls.
 */

const QUALIFIED = /^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+$/

function wrongWithName(name: string): string | undefined {
  const isRight = QUALIFIED.test(name) && name.split('.').every(part => keywordMistake(part) === null)
  return isRight ? undefined : `must be a qualified name such as 'acme.tokens.verify', not '${name}'`
}

function wrongWithKeyword(name: string): string | undefined {
  const mistake = keywordMistake(name)
  return mistake === null ? undefined : `has '${name}': ${mistake}`
}

const setKeywords: Field = {
  check(value, name, report) {
    if (value.value instanceof Map && value.value.size === 0)
      return wrongType(value, name, 'a table with at least one key', report)
    let isRight = true
    const check = (key: string, entry: Entry) => {
      const { node } = entry
      const inKey = wrongWithKeyword(key)
      if (inKey !== undefined) report(entry.place, `'${name}' ${inKey}`)
      const { value: code } = node
      const inValue = typeof code === 'string' ? expressionMistake(code) : undefined
      if (inValue === undefined)
        wrongType(node, `${name}.${key}`, 'Python code in a string, such as "True"', report)
      else if (inValue !== null) report(node.place, `'${name}.${key}' is no value: ${inValue}`)
      isRight &&= inKey === undefined && inValue === null
      return node
    }
    const right = entries(value, name, report, check, 'a table such as { verify = "True" }')
    return isRight ? right : undefined
  },
  schema: () => ({
    description: 'Arguments by name, each with the Python expression that it gets.',
    type: 'object',
    minProperties: 1,
    additionalProperties: { type: 'string' },
  }),
}

/** What a fix may do. */
const CHANGES: Fields = {
  'set-keyword': setKeywords,
  'remove-keyword': text('The name of the argument that goes.', wrongWithKeyword),
  'replace-name': text(
    'The qualified name of what is called instead. All but its last part is the module, which is imported if that is needed.',
    wrongWithName,
    { pattern: QUALIFIED.source },
  ),
}

const WRITTEN = FIX_CLASSES.filter(each => each !== 'none')
const DEFAULT: FixClass = 'unsafe'

const KEYS: Fields = {
  ...CHANGES,
  class: choice(() => WRITTEN, 'How much it may change: unsafe by default. A suggested fix is only shown.'),
}

/** What mends a call. */
export const fix: Field = {
  check(value, name, report) {
    const isRight = (found: Table) => {
      const changes = Object.keys(CHANGES)
      if (!changes.some(key => found.has(key))) {
        report(value.place, `'${name}' needs one of ${changes.join(', ')}`)
        return false
      }
      const set = found.get('set-keyword')?.node.value
      const removed = found.get('remove-keyword')?.node
      if (!removed || !(set instanceof Map && set.has(String(removed.value)))) return true
      report(removed.place, `'${name}' sets and removes '${removed.value}'`)
      return false
    }
    const expected = 'a table such as { set-keyword = { verify = "True" } }'
    return table(value, name, KEYS, report, { expected, isRight })
  },
  schema: () => ({ description: 'What mends a call that is found.', ...fieldsSchema(KEYS) }),
}

/** The class of a fix, as JSON has it, if there is one. */
export function fixClassOf(written: unknown): FixClass | undefined {
  return isValues(written) ? ((written.class as FixClass | undefined) ?? DEFAULT) : undefined
}
