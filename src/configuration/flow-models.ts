import type { FlowModels } from '../../index.js'
import { didYouMeanOneOf } from '../nearest.js'
import { flowKinds } from '../rules/flow-kinds.js'
import { entries, texts, word, wrongType } from './checks.js'
import {
  choice,
  type Field,
  fieldsSchema,
  isName,
  isPattern,
  PATTERN_SCHEMA,
  PATTERN_WORDS,
  tables,
  wrongWithPattern,
} from './fields.js'
import type { Report } from './mistakes.js'
import type { Entry, Located, Table } from './toml.js'
import type { Plain } from './write.js'

/*
 * The key `flow`: what the rules that follow values are to know of the program's own code.
 */

/** What brings in the value of a flow source. */
const FORMS = ['call', 'attribute', 'decorator'] as const
/** Where the value of a flow source comes from. */
const ORIGINS = ['request', 'model', 'host', 'command'] as const
/** Where the parameters of a decorated function can come from. */
const ORIGINS_OF_DECORATORS: readonly string[] = ['request', 'model']
/** In `kinds`: every kind of sink. */
const EVERY_KIND = 'all'

const HOST = /^(?:\*\.)?[\w-]+(?:\.[\w-]+)*$/

/** The greatest position of an argument. */
export const MAX_POSITION = 999

/** The qualified name of a model. */
export const path: Field = {
  isRequired: true,
  check(value, name, report) {
    if (typeof value.value !== 'string') return wrongType(value, name, 'a dotted name', report)
    if (!isPattern(value.value)) return wrongType(value, name, PATTERN_WORDS, report)
    const wrong = wrongWithPattern(value.value)
    if (wrong === undefined) return value
    report(value.place, wrong)
    return undefined
  },
  schema: () => ({
    description: 'A qualified name. * stands for one part, ** for any number of parts.',
    ...PATTERN_SCHEMA,
  }),
}

/** The arguments that a model is about. */
export const argument: Field = {
  check(value, name, report) {
    const items = Array.isArray(value.value) ? (value.value as readonly Located[]) : [value]
    const wrong = items.find(({ value: item }) => !isArgument(item))
    const expected = `a position from 0 to ${MAX_POSITION}, a name such as "sql", or a list of them`
    if (items.length === 0) return wrongType(value, name, expected, report)
    return wrong ? wrongType(wrong, name, expected, report) : value
  },
  schema() {
    const one: Plain = { type: ['integer', 'string'], minimum: 0, maximum: MAX_POSITION, minLength: 1 }
    return {
      description: 'The position or the name of an argument, or several. All arguments if it is left out.',
      anyOf: [one, { type: 'array', items: one, minItems: 1 }],
    }
  },
}

const kindNames = () => flowKinds().map(({ name }) => name)
const kindWords = () => [...kindNames(), EVERY_KIND]

const kinds: Field = {
  isRequired: true,
  check(value, name, report) {
    const words = kindWords()
    const expected = `a list of kinds of sinks such as ["${words[0]}"]`
    if (Array.isArray(value.value) && value.value.length === 0) {
      report(value.place, `'${name}' must have at least one kind`)
      return undefined
    }
    return texts(value, name, expected, report, text =>
      words.includes(text) ? undefined : `unknown kind '${text}'${didYouMeanOneOf(text, words)}`,
    )
  },
  schema: () => ({
    description: `The kinds of sinks at which the result can do no harm. ${EVERY_KIND} stands for every kind.`,
    type: 'array',
    minItems: 1,
    items: { type: 'string', enum: kindWords() },
  }),
}

/** The lists of models, with the keys of one. */
const LISTS: Readonly<
  Record<string, { readonly doc: string; readonly fields: Readonly<Record<string, Field>> }>
> = {
  source: {
    doc: 'Where values come in from outside.',
    fields: {
      path,
      as: choice(
        () => FORMS,
        'What brings in the value: the result of a call (the default), an attribute or name, or the parameters of the functions that a decorator is on.',
      ),
      origin: choice(
        () => ORIGINS,
        'Where the value comes from: a request (the default), a language model, another host, or the command line.',
      ),
    },
  },
  sink: {
    doc: 'Calls that do harm with their arguments.',
    fields: { path, argument, kind: choice(kindNames, 'What the arguments do.', true) },
  },
  sanitizer: { doc: 'Functions whose result can do no harm at some sinks.', fields: { path, kinds } },
  propagator: { doc: 'Functions whose result is made of their arguments.', fields: { path, argument } },
}

/** The hosts whose answers are no flow source. */
const HOSTS = 'trusted-hosts'
const HOSTS_WORDS = 'a list of hosts such as ["api.acme.dev"]'

/** Checks what a configuration says of its own code. */
export function checkFlow(
  value: Located,
  name: string,
  expected: string,
  report: Report,
): Located | undefined {
  const keys = [...Object.keys(LISTS), HOSTS]
  const check = (key: string, entry: Entry) => {
    const { node } = entry
    const inner = `${name}.${key}`
    if (key === HOSTS) return texts(node, inner, HOSTS_WORDS, report, wrongWithHost)
    const list = LISTS[key]
    if (list) return tables(node, inner, list.fields, report, { isRight: hasOriginOfForm(inner) })
    report(entry.place, `unknown key '${key}' in '${name}'${didYouMeanOneOf(key, keys)}`)
    return undefined
  }
  return entries(value, name, report, check, expected)
}

/** Checks that the origin of a flow source is one that its form can have. */
const hasOriginOfForm =
  (name: string) =>
  (model: Table, report: Report): boolean => {
    const origin = model.get('origin')?.node
    if (model.get('as')?.node.value !== 'decorator' || !origin) return true
    return word(origin, `${name}.origin`, ORIGINS_OF_DECORATORS, report) !== undefined
  }

function isArgument(value: Located['value']): boolean {
  if (typeof value === 'string') return isName(value)
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= MAX_POSITION
}

function wrongWithHost(text: string): string | undefined {
  if (HOST.test(text)) return undefined
  return `'${text}' must be the name of a host, such as 'api.acme.dev', or '*.acme.dev' for all below it`
}

/** The JSON schema of the key. */
export function flowSchema(): Readonly<Record<string, Plain>> {
  const lists = Object.entries(LISTS).map(
    ([key, { doc, fields }]) =>
      [key, { description: doc, type: 'array', items: fieldsSchema(fields) }] as const,
  )
  const hosts = {
    description:
      'Hosts whose answers are no flow source. A name that starts with *. stands for all below it.',
    type: 'array',
    items: { type: 'string', pattern: HOST.source },
  }
  return {
    type: 'object',
    additionalProperties: false,
    properties: { ...Object.fromEntries(lists), [HOSTS]: hosts },
  }
}

/** The models of a checked value, as the core takes them; undefined if there are none. */
export function flowModels(value: Located | undefined): FlowModels | undefined {
  if (!(value?.value instanceof Map)) return undefined
  const table = value.value as Table
  const listOf = (key: string) => (table.get(key)?.node.value ?? []) as readonly Located[]
  const models = (key: string) =>
    listOf(key).map(item => {
      const fields = item.value as Table
      return {
        text: (name: string, standard = '') => (fields.get(name)?.node.value ?? standard) as string,
        list(name: string) {
          const node = fields.get(name)?.node
          if (!node) return []
          return Array.isArray(node.value) ? node.value.map(({ value: each }: Located) => each) : [node.value]
        },
      }
    })
  const found: FlowModels = {
    sources: models('source').map(({ text }) => ({
      path: text('path'),
      form: text('as', FORMS[0]),
      origin: text('origin', ORIGINS[0]),
    })),
    sinks: models('sink').map(({ text, list }) => ({
      path: text('path'),
      arguments: list('argument') as (number | string)[],
      kind: text('kind'),
    })),
    sanitizers: models('sanitizer').map(({ text, list }) => ({
      path: text('path'),
      kinds: list('kinds') as string[],
    })),
    propagators: models('propagator').map(({ text, list }) => ({
      path: text('path'),
      arguments: list('argument') as (number | string)[],
    })),
    trustedHosts: listOf(HOSTS).map(({ value: host }) => String(host).toLowerCase()),
  }
  return Object.values(found).some(list => list.length > 0) ? found : undefined
}
