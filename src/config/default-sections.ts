import type { RuleSettings } from '../../index.js'

type Section = Readonly<Record<string, readonly string[] | number | boolean | undefined>>

/**
 * The options of all tests as the YAML of bandit-config-generator: one section for each
 * test, by the test's name (get_config_settings in cli/config_generator.py).
 */
export function sectionsOf(settings: RuleSettings): string {
  const shell: Section = {
    no_shell: settings.shellNoShell,
    shell: settings.shellShell,
    subprocess: settings.shellSubprocess,
  }
  const ssl: Section = { bad_protocol_versions: settings.badProtocolVersions }
  const sections: Readonly<Record<string, Section>> = {
    any_other_function_with_shell_equals_true: shell,
    assert_used: { skips: settings.assertUsedSkips },
    hardcoded_tmp_directory: { tmp_dirs: settings.tmpDirs },
    linux_commands_wildcard_injection: shell,
    markupsafe_markup_xss: {
      allowed_calls: settings.allowedCalls,
      extend_markup_names: settings.extendMarkupNames,
    },
    ssl_with_bad_defaults: ssl,
    ssl_with_bad_version: ssl,
    start_process_with_a_shell: shell,
    start_process_with_no_shell: shell,
    start_process_with_partial_path: shell,
    subprocess_popen_with_shell_equals_true: shell,
    subprocess_without_shell_equals_true: shell,
    try_except_continue: { check_typed_exception: settings.tryContinueCheckTyped },
    try_except_pass: { check_typed_exception: settings.tryPassCheckTyped },
    weak_cryptographic_key: {
      weak_key_size_dsa_high: settings.weakDsaHigh,
      weak_key_size_dsa_medium: settings.weakDsaMedium,
      weak_key_size_ec_high: settings.weakEcHigh,
      weak_key_size_ec_medium: settings.weakEcMedium,
      weak_key_size_rsa_high: settings.weakRsaHigh,
      weak_key_size_rsa_medium: settings.weakRsaMedium,
    },
  }
  return Object.entries(sections)
    .map(([name, section]) => `${name}:\n${options(section)}`)
    .join('')
}

/** None of the values needs quotes. */
function options(section: Section): string {
  return Object.entries(section)
    .map(([key, value]) => {
      if (!Array.isArray(value)) return `  ${key}: ${value}\n`
      return value.length > 0 ? `  ${key}:\n${value.map(item => `  - ${item}\n`).join('')}` : `  ${key}: []\n`
    })
    .join('')
}
