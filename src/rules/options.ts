import { defaultSettings } from '../native.js'

export type OptionValue = readonly string[] | number | boolean | undefined

/** A section of the configuration file that checks read, with the defaults of its options. */
export interface OptionSection {
  name: string
  /** The names of the checks. */
  checks: readonly string[]
  options: Readonly<Record<string, OptionValue>>
}

/** All of them. */
export function optionSections(): OptionSection[] {
  const settings = defaultSettings()
  return [
    { name: 'assert_used', checks: ['assert_used'], options: { skips: settings.assertUsedSkips } },
    {
      name: 'hardcoded_tmp_directory',
      checks: ['hardcoded_tmp_directory'],
      options: { tmp_dirs: settings.tmpDirs },
    },
    {
      name: 'markupsafe_xss',
      checks: ['markupsafe_markup_xss'],
      options: { allowed_calls: settings.allowedCalls, extend_markup_names: settings.extendMarkupNames },
    },
    {
      name: 'shell_injection',
      checks: [
        'any_other_function_with_shell_equals_true',
        'linux_commands_wildcard_injection',
        'start_process_with_a_shell',
        'start_process_with_no_shell',
        'start_process_with_partial_path',
        'subprocess_popen_with_shell_equals_true',
        'subprocess_without_shell_equals_true',
      ],
      options: {
        no_shell: settings.shellNoShell,
        shell: settings.shellShell,
        subprocess: settings.shellSubprocess,
      },
    },
    {
      name: 'ssl_with_bad_version',
      checks: ['ssl_with_bad_defaults', 'ssl_with_bad_version'],
      options: { bad_protocol_versions: settings.badProtocolVersions },
    },
    {
      name: 'try_except_continue',
      checks: ['try_except_continue'],
      options: { check_typed_exception: settings.tryContinueCheckTyped },
    },
    {
      name: 'try_except_pass',
      checks: ['try_except_pass'],
      options: { check_typed_exception: settings.tryPassCheckTyped },
    },
    {
      name: 'weak_cryptographic_key',
      checks: ['weak_cryptographic_key'],
      options: {
        weak_key_size_dsa_high: settings.weakDsaHigh,
        weak_key_size_dsa_medium: settings.weakDsaMedium,
        weak_key_size_ec_high: settings.weakEcHigh,
        weak_key_size_ec_medium: settings.weakEcMedium,
        weak_key_size_rsa_high: settings.weakRsaHigh,
        weak_key_size_rsa_medium: settings.weakRsaMedium,
      },
    },
  ]
}
