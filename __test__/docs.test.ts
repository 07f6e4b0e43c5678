import { existsSync, readdirSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import test from 'ava'
import { parse as parseToml } from 'smol-toml'
import { parseAllDocuments } from 'yaml'
import { RULES_FOLDER, rulePages, withOptions, withTables } from '../scripts/docs.mjs'
import { COMMANDS } from '../src/cli/commands/index.js'
import { FLAGS } from '../src/cli/flags.js'
import { wrongWithGlob } from '../src/configuration/globs.js'
import { DEFAULT_EXCLUDE, KEYS } from '../src/configuration/keys.js'
import { optionTables } from '../src/configuration/option-tables.js'
import { FORMATS } from '../src/formats/index.js'
import { silent } from '../src/log.js'
import { loadConfig } from '../src/plan/config/index.js'
import { builtinRules } from '../src/rules/builtin.js'
import { GROUPS } from '../src/rules/group.js'
import { optionSections, sectionsFor } from '../src/rules/options.js'
import { banditsOf } from '../src/rules/rule-info.js'
import { anchorsOf, blocksOf, documents, firstColumn, proseOf, ROOT, read, sectionOf } from './markdown.js'
import { folder } from './posse.js'

test('the rule pages are what npm run docs writes', t => {
  const pages = rulePages()
  t.deepEqual(readdirSync(RULES_FOLDER).sort(), [...pages.keys()].sort())
  for (const [name, content] of pages) t.is(read(`docs/rules/${name}`), content, name)
})

test('docs/options.md lists every flag', t => {
  const options = read('docs/options.md')
  const documented = firstColumn(sectionOf(options, "## Bandit's") + sectionOf(options, '## Ours'))
    .map(word => word.split(' ')[0] ?? '')
    .filter(name => !/^-(l{2,}|i{2,})$/.test(name))
  const known = FLAGS.flatMap(flag => flag.names as readonly string[])
  t.deepEqual([...new Set(documented)].sort(), known.toSorted())
})

test("docs/options.md lists posse's own flags separately from Bandit's", t => {
  const ours = firstColumn(sectionOf(read('docs/options.md'), '## Ours')).map(word => word.split(' ')[0])
  for (const flag of FLAGS) {
    if ('ours' in flag) t.true(ours.includes(flag.names[0]), flag.names[0])
  }
})

test('docs/options.md lists the commands and the formats', t => {
  const options = read('docs/options.md')
  const commands = firstColumn(sectionOf(options, '## Commands'))
    .filter(word => word.startsWith('posse '))
    .map(word => word.split(' ')[1])
  t.deepEqual(commands.sort(), [...COMMANDS.keys()].filter(name => !name.startsWith('-')).sort())
  t.deepEqual(firstColumn(sectionOf(options, '## Reports')).sort(), Object.keys(FORMATS).sort())
})

test('every list of exit codes is the same', t => {
  const table =
    sectionOf(read('docs/options.md'), '## Exit codes')
      .match(/^\|.*\n/gm)
      ?.join('') ?? ''
  t.deepEqual(
    [...table.matchAll(/^\| (\d) \|/gm)].map(([, code]) => code),
    ['0', '1', '2'],
  )
  t.true(read('README.md').includes(table))
})

test('docs/settings.md lists every rule option as npm run docs writes it, and the settings validate each', async t => {
  const settings = read('docs/settings.md')
  t.is(withOptions(settings), settings)
  const keys = firstColumn(sectionOf(settings, '## Rule options'))
  const sections = sectionsFor(banditsOf(builtinRules())).flatMap(({ name, options }) =>
    options.map(({ key }) => `${name}.${key}`),
  )
  t.deepEqual(keys.toSorted(), sections.toSorted())
  for (const key of [...keys, ...firstColumn(sectionOf(settings, '## Selection'))]) {
    if (key.endsWith('check_typed_exception')) continue // takes any value
    const cwd = folder(t, { 'bandit.yaml': yamlOf(key) })
    const error = await t.throwsAsync(loadConfig(join(cwd, 'bandit.yaml'), '/', builtinRules(), silent))
    t.true(error?.message.includes(`: ${key}: expected `), `${key}: ${error?.message}`)
  }
})

/** A value that is invalid for every key. */
function yamlOf(key: string): string {
  const [section = '', option] = key.split('.')
  return option ? `${section}:\n  ${option}: 2026-01-01\n` : `${section}: 2026-01-01\n`
}

test('docs/configuration.md lists every key, group and table of options, and the default excludes', t => {
  const page = read('docs/configuration.md')
  t.is(withTables(page), page)
  t.deepEqual(
    firstColumn(sectionOf(page, '## Keys')),
    KEYS.map(({ name }) => name),
  )
  t.deepEqual(firstColumn(sectionOf(page, '## Selectors')), Object.keys(GROUPS))
  t.deepEqual(
    firstColumn(sectionOf(page, '## Options of rules')),
    optionTables(optionSections()).map(({ name }) => `options.${name}`),
  )
  const [, list = ''] = /unless `exclude` is set: ([\s\S]*?)\.\n/.exec(page) ?? []
  t.deepEqual(
    [...list.matchAll(/`([^`]+)`/g)].map(([, name]) => name),
    [...DEFAULT_EXCLUDE],
  )
})

test('docs/configuration.md explains globs that mean what it says', t => {
  for (const glob of firstColumn(sectionOf(read('docs/configuration.md'), '## Globs')))
    t.is(wrongWithGlob(glob), undefined, glob)
})

test('docs/settings.md lists the keys of .bandit files', t => {
  const keys = firstColumn(sectionOf(read('docs/settings.md'), '## `.bandit` files'))
  const code = read('src/cli/ini-file.ts')
  const known = [...code.matchAll(/\b(?:given|on|text)\((?:values\.\w+, )?'([a-z-]+)'\)/g)].map(
    ([, key = '']) => key,
  )
  t.deepEqual(keys.toSorted(), [...new Set(known)].sort())
})

test('links resolve', t => {
  for (const document of documents()) {
    for (const [, target = ''] of proseOf(read(document)).matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^(https?|mailto):/.test(target)) continue
      const [file = '', anchor] = target.split('#')
      const path = file ? normalize(join(dirname(document), file)) : document
      t.true(existsSync(join(ROOT, path)), `${document}: ${target}`)
      if (anchor && existsSync(join(ROOT, path)))
        t.true(anchorsOf(read(path)).has(anchor), `${document}: ${target}`)
    }
  }
})

test('blocks of JSON, TOML and YAML are valid', t => {
  const parsers: Readonly<Record<string, (text: string) => unknown>> = {
    json: text => JSON.parse(text),
    toml: text => parseToml(text),
    yaml: text => parseAllDocuments(text).flatMap(each => each.errors.map(error => t.fail(error.message))),
  }
  for (const document of documents()) {
    for (const { language, content } of blocksOf(read(document))) {
      t.notThrows(() => parsers[language]?.(content), `${document}\n${content}`)
    }
  }
})
