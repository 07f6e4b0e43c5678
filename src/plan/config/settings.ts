import type { RuleSettings } from '../../../index.cjs'
import { isMapping, type Mapping, truthy } from '../../python/value.js'
import { items, mismatch } from './content.js'

/** What a configuration says beside its profiles, checked. */
export interface Settings {
  tests: string[]
  skips: string[]
  excludeDirs: string[]
  include: string[]
  rules: RuleSettings
}

/** Checks a parsed configuration. Throws a ContentError that names the key. */
export function readSettings(root: Mapping): Settings {
  if (typeof root.exclude_dirs === 'string' && root.exclude_dirs)
    throw mismatch('exclude_dirs', 'a list', root.exclude_dirs)
  const include = items(root, 'include')
  return {
    tests: items(root, 'tests'),
    skips: items(root, 'skips'),
    excludeDirs: items(root, 'exclude_dirs'),
    include: include.length > 0 ? include : ['*.py'],
    rules: ruleSettings(root),
  }
}

/**
 * The sections of single checks. In Bandit a check that does not find a key of its section raises, and
 * finds nothing: such keys are named as absent.
 */
function ruleSettings(root: Mapping): RuleSettings {
  const absent: string[] = []
  const settings: RuleSettings = { absent }
  const need = (mapping: Mapping, key: string, setting: string) => {
    if (mapping[key] === undefined || mapping[key] === null) absent.push(setting)
  }

  const asserts = section(root, 'assert_used')
  // `skips:` without a value makes the check raise, which is to skip every file.
  if (asserts?.skips === null) settings.assertUsedSkips = ['*']
  else if (asserts) settings.assertUsedSkips = items(asserts, 'skips', 'assert_used.skips')

  const tmp = section(root, 'hardcoded_tmp_directory')
  if (tmp && 'tmp_dirs' in tmp) settings.tmpDirs = items(tmp, 'tmp_dirs', 'hardcoded_tmp_directory.tmp_dirs')

  const shell = section(root, 'shell_injection')
  if (shell) {
    need(shell, 'subprocess', 'shellSubprocess')
    need(shell, 'shell', 'shellShell')
    need(shell, 'no_shell', 'shellNoShell')
    settings.shellSubprocess = names(shell, 'subprocess', 'shell_injection')
    settings.shellShell = names(shell, 'shell', 'shell_injection')
    settings.shellNoShell = names(shell, 'no_shell', 'shell_injection')
  }

  const ssl = section(root, 'ssl_with_bad_version')
  if (ssl) {
    need(ssl, 'bad_protocol_versions', 'badProtocolVersions')
    settings.badProtocolVersions = names(ssl, 'bad_protocol_versions', 'ssl_with_bad_version')
  }

  const pass = section(root, 'try_except_pass')
  if (pass) {
    if (!('check_typed_exception' in pass)) absent.push('tryPassCheckTyped')
    settings.tryPassCheckTyped = truthy(pass.check_typed_exception)
  }
  const proceed = section(root, 'try_except_continue')
  if (proceed) {
    if (!('check_typed_exception' in proceed)) absent.push('tryContinueCheckTyped')
    settings.tryContinueCheckTyped = truthy(proceed.check_typed_exception)
  }

  const keys = section(root, 'weak_cryptographic_key')
  if (keys) {
    const size = (key: string) => {
      need(keys, key, 'weakKeys')
      return number(keys, key, 'weak_cryptographic_key')
    }
    settings.weakDsaHigh = size('weak_key_size_dsa_high')
    settings.weakDsaMedium = size('weak_key_size_dsa_medium')
    settings.weakRsaHigh = size('weak_key_size_rsa_high')
    settings.weakRsaMedium = size('weak_key_size_rsa_medium')
    settings.weakEcHigh = size('weak_key_size_ec_high')
    settings.weakEcMedium = size('weak_key_size_ec_medium')
  }

  const markup = section(root, 'markupsafe_xss')
  if (markup) {
    settings.extendMarkupNames = names(markup, 'extend_markup_names', 'markupsafe_xss')
    settings.allowedCalls = names(markup, 'allowed_calls', 'markupsafe_xss')
  }
  return settings
}

/** A check's own section; absent or empty of any value, its defaults hold. */
function section(root: Mapping, name: string): Mapping | undefined {
  const value = root[name]
  if (value === undefined || value === null) return undefined
  if (!isMapping(value)) throw mismatch(name, 'a mapping', value)
  return value
}

/** A list in which Bandit looks names up: in a string it would look for parts. */
function names(mapping: Mapping, key: string, name: string): string[] {
  const value = mapping[key]
  if (typeof value === 'string') throw mismatch(`${name}.${key}`, 'a list of strings', value)
  return items(mapping, key, `${name}.${key}`)
}

function number(mapping: Mapping, key: string, name: string): number {
  const value = mapping[key] ?? 0
  if (typeof value === 'bigint') return Number(value)
  if (typeof value === 'number' && !Number.isNaN(value)) return value
  throw mismatch(`${name}.${key}`, 'a number', value)
}
