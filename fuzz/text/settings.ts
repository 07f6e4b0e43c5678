import { deepStrictEqual } from 'node:assert'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { UserError } from '../../src/errors.js'
import { scalar } from '../../src/formats/bandit/yaml/scalar.js'
import { silent } from '../../src/log.js'
import { loadConfig } from '../../src/plan/config/index.js'
import { parseYaml } from '../../src/plan/config/yaml/index.js'
import { builtinRules } from '../../src/rules/builtin.js'
import { optionSections } from '../../src/rules/options.js'
import { allowingLater, bytesOf, type Target } from './target.js'

const rules = builtinRules()
const sections = optionSections()
const keys = sections.flatMap(({ name, options }) => [name, ...options.map(({ key }) => key)])
const names = [
  'tests',
  'skips',
  'exclude_dirs',
  'include',
  'profiles',
  'blacklist_calls',
  'bad_name_sets',
  'qualnames',
  'message',
]

const YAML = `
include: ['*.py', '*.wsgi']
skips: [B101, B602]
base: &base { tests: [B101], a: 0x10 }
hardcoded_tmp_directory: { tmp_dirs: [/scratch, "a\\x41"] }
try_except_pass: { check_typed_exception: yes }
weak_cryptographic_key:
  weak_key_size_dsa_high: 1024
  weak_key_size_rsa_high: 1024.5 # comment
profiles:
  p: { include: [any_other_function_with_shell_equals_true, blacklist_calls], exclude: [] }
  q: *base
blacklist_calls:
  bad_name_sets:
    - pickle: { qualnames: [pickle.loads], message: "{func} is bad", level: HIGH, id: B999, cwe: 502 }
text: |
  a
   b
folded: >-
  a

  b
`

const TOML = `large = 9223372036854775808
[tool.bandit]
exclude_dirs = ["venv", 'build']
tests = ["B101"]
skips = [
  "B404", # comment
]
date = 1979-05-27T07:32:00Z
text = """
a\\u00e9 \\
  b"""
[tool.bandit.assert_used]
skips = ["**/test_*.py"]
[[tool.other]]
a.b = { c = 1, d = [1.5, inf, 0x1F] }
`

/** Reads a settings file with this ending. */
const reads = (ending: string) => async (input: Buffer, folder: string) => {
  const file = join(folder, `settings.${ending}`)
  writeFileSync(file, input)
  await allowingLater(loadConfig(file, '/', rules, silent), UserError)
}

export const toml: Target = {
  seeds: bytesOf(TOML, '[tool.bandit]\nskips = ["B101"]\n'),
  words: [
    ...keys,
    ...names,
    '[',
    ']',
    '"""',
    "'''",
    '=',
    '.',
    '{',
    '}',
    '\\u0000',
    '\r\n',
    'true',
    'nan',
    '[[',
    ']]',
    '\ufeff',
  ],
  run: reads('toml'),
}

const readYaml = reads('yaml')

export const yaml: Target = {
  seeds: bytesOf(YAML, 'skips: [B101]\n', '%YAML 1.1\n---\na: &x [*x]\n', '? a\n: b\n- !!set {a, b}\n'),
  words: [
    ...keys,
    ...names,
    '*base',
    '&base',
    '<<: ',
    '!!int',
    '!!python/object',
    '- ',
    ': ',
    '? ',
    '|',
    '>',
    '"',
    "'",
    '{',
    '[',
  ],
  async run(input, folder) {
    await readYaml(input, folder)
    // What the YAML format writes is read as it was. The reader takes other line breaks for line feeds, as PyYAML does.
    const text = input.toString().replace(/[^\t\n -~\u00a0-\u2027\u2030-\ud7ff]/g, '')
    deepStrictEqual(parseYaml(Buffer.from(`key:${scalar(text, 4, 2)}\n`)), { key: text })
  },
}
