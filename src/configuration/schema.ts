import { GROUPS } from '../rules/group.js'
import type { RuleOption } from '../rules/options.js'
import type { RuleInfo } from '../rules/rule-info.js'
import { flowSchema } from './flow-models.js'
import { KEYS, type Key, type Kind } from './keys.js'
import { type Known, knownOf, LEAST_SECONDS, LEVELS, MOST_SECONDS, SEVERITIES, VERSION } from './kinds.js'
import { rulesSchema } from './own-rules.js'
import type { Plain } from './write.js'

type Schema = Readonly<Record<string, Plain>>

/** Where the schema of the newest release is. */
export const SCHEMA_URL = 'https://raw.githubusercontent.com/posse-scanner/posse/main/posse.schema.json'

/** An id of a rule of a configuration, or the beginning of one. */
const OWN_ID = '^(?![BPS]([0-9]|$))[A-Z][A-Z0-9]*$'

const SELECTORS: Schema = { type: 'array', items: { $ref: '#/definitions/selector' } }
const GLOBS: Schema = { type: 'array', items: { $ref: '#/definitions/glob' } }
const TEXTS: Schema = { type: 'array', items: { type: 'string' } }

/** The JSON schema of a configuration, as a file. */
export function schemaText(rules: readonly RuleInfo[]): string {
  return `${JSON.stringify(schemaOf(knownOf(rules)), null, 2)}\n`
}

/** The JSON schema of a configuration. Editors know draft 7 best. */
function schemaOf(known: Known): Schema {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    $id: SCHEMA_URL,
    title: 'posse',
    description:
      'The configuration of posse check: posse.toml, .posse.toml, or the table tool.posse of pyproject.toml.',
    type: 'object',
    additionalProperties: false,
    properties: Object.fromEntries(KEYS.map(key => [key.name, propertyOf(key, known)])),
    definitions: {
      selector: {
        description: `ALL, an id, a number in Ruff, a name, the beginning of an id, or a group: ${Object.keys(GROUPS).join(', ')}.`,
        type: 'string',
        anyOf: [
          { enum: known.selectors.words() },
          { description: 'The id of a rule of the configuration, or the beginning of one.', pattern: OWN_ID },
        ],
      },
      glob: {
        description: 'A glob as in .gitignore.',
        type: 'string',
        pattern: '^(?!#).*[^ /]',
      },
    },
  }
}

function propertyOf(key: Key, known: Known): Schema {
  const { doc, default: standard } = key
  return {
    description: doc,
    ...FRAGMENTS[key.kind](key, known),
    ...(standard !== undefined && { default: standard }),
  }
}

const FRAGMENTS: Readonly<Record<Kind, (key: Key, known: Known) => Schema>> = {
  paths: () => ({ anyOf: [{ type: 'string' }, TEXTS] }),
  choice: ({ choices = [] }) => ({ type: 'string', enum: choices }),
  selectors: () => SELECTORS,
  globs: () => GLOBS,
  flag: () => ({ type: 'boolean' }),
  version: () => ({ type: 'string', pattern: VERSION.source }),
  seconds: () => ({ type: 'number', minimum: LEAST_SECONDS, maximum: MOST_SECONDS }),
  levels() {
    const level = `(${LEVELS.join('|')})`
    return { type: 'string', pattern: `^${level}(:${level})?$` }
  },
  'selectors by glob': () => ({
    type: 'object',
    propertyNames: { $ref: '#/definitions/glob' },
    additionalProperties: SELECTORS,
  }),
  'severity by selector': () => ({
    type: 'object',
    propertyNames: { $ref: '#/definitions/selector' },
    additionalProperties: { type: 'string', enum: SEVERITIES },
  }),
  options: (_, { options }) => ({
    type: 'object',
    additionalProperties: false,
    properties: Object.fromEntries(
      options.map(({ name, section }) => [
        name,
        {
          description: section.doc,
          type: 'object',
          additionalProperties: false,
          properties: Object.fromEntries(section.options.map(option => [option.key, optionOf(option)])),
        },
      ]),
    ),
  }),
  flow: flowSchema,
  rules: rulesSchema,
}

function optionOf({ doc, kind, default: standard }: RuleOption): Schema {
  const type: Schema = kind === 'truth' ? { type: 'boolean' } : kind === 'number' ? { type: 'number' } : TEXTS
  return { description: doc, ...type, default: standard }
}
