import { strictEqual } from 'node:assert'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArguments } from '../../src/cli/argparse.js'
import { loadIni, withIni } from '../../src/cli/ini-file.js'
import { ContentError, UserError } from '../../src/errors.js'
import { silent } from '../../src/log.js'
import { parseIni } from '../../src/plan/config/ini.js'
import { strip } from '../../src/python/space.js'
import { allowing, allowingLater, bytesOf, type Target } from './target.js'

const KEYS = [
  'targets',
  'exclude',
  'skips',
  'tests',
  'number',
  'level',
  'confidence',
  'format',
  'output',
  'baseline',
  'configfile',
]

export const ini: Target = {
  seeds: bytesOf(
    '[bandit]\ntargets: a,b\nexclude = /c\nskips: B101,B602\nlevel: 2\n',
    '[DEFAULT]\na = b\n[bandit]\nname = %(a)s %% x\n  continued\n\n  more\n# comment\nconfidence = high\n',
    `[bandit]\n${Array.from({ length: 12 }, (_, at) => `a${at} = %(a${at + 1})s%(a${at + 1})s\n`).join('')}a12 = x\n`,
  ),
  words: [
    ...KEYS,
    '%(a)s',
    '%%',
    '%',
    '[bandit]',
    '[DEFAULT]',
    '=',
    ':',
    '\n ',
    '\r',
    ';',
    '#',
    '\u00a0',
    '\u2028',
    '__proto__',
  ],
  async run(input, folder) {
    const text = input.toString()
    const values = allowing(() => parseIni(text, 'bandit'), ContentError)
    for (const [key, value] of values ?? []) {
      if (/[\n\r[#;]/.test(key + value) || key === '' || strip(value) !== value) continue
      const written = `[bandit]\n${key} = ${value.replaceAll('%', '%%')}\n`
      strictEqual(parseIni(written, 'bandit').get(key), value)
    }
    const file = join(folder, '.bandit')
    writeFileSync(file, input)
    const found = await allowingLater(loadIni(undefined, [file], folder, silent), UserError)
    if (found) allowing(() => withIni(parseArguments(['a']), found, 'screen', silent), UserError)
  },
}
