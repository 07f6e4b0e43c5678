/** Why a case of Bandit's tests cannot be applied to a replacement for Bandit. */
const INSIDE = "calls Bandit's Python functions with its own data"
const REPLACED = 'replaces a part of Bandit while it runs'
const HELP = "help and usage are posse's own"
const LOG = "sets up Bandit's logger"

/** A reason, and the names or dotted prefixes of the cases to which it applies. */
export type Exception = readonly [reason: string, names: readonly string[]]

/** The cases that do not apply. All others do. */
export const EXCEPTIONS: readonly Exception[] = [
  [
    HELP,
    [
      'tests.functional.test_runtime.RuntimeTests.test_no_arguments',
      'tests.functional.test_runtime.RuntimeTests.test_help_arg',
    ],
  ],
  [
    INSIDE,
    [
      'tests.unit.core',
      'tests.unit.formatters',
      'tests.unit.cli.test_main.BanditCLIMainTests.test_get_options_from_ini_no_ini_path_no_target',
      'tests.unit.cli.test_main.BanditCLIMainTests.test_get_options_from_ini_empty_directory_no_target',
      'tests.unit.cli.test_main.BanditCLIMainTests.test_get_options_from_ini_no_ini_path_no_bandit_files',
      'tests.unit.cli.test_main.BanditCLIMainTests.test_get_options_from_ini_no_ini_path_multi_bandit_files',
      'tests.unit.cli.test_main.BanditCLIMainTests.test_init_extensions',
      'tests.unit.cli.test_main.BanditCLIMainTests.test_log_option_source_arg_val',
      'tests.unit.cli.test_main.BanditCLIMainTests.test_log_option_source_ini_value',
      'tests.unit.cli.test_main.BanditCLIMainTests.test_log_option_source_ini_val_with_str_default_and_no_arg_val',
      'tests.unit.cli.test_main.BanditCLIMainTests.test_log_option_source_no_values',
      'tests.unit.cli.test_baseline.BanditBaselineToolTests.test_initialize_no_repo',
      'tests.unit.cli.test_baseline.BanditBaselineToolTests.test_initialize_dirty_repo',
      'tests.unit.cli.test_baseline.BanditBaselineToolTests.test_initialize_existing_report_file',
      'tests.unit.cli.test_baseline.BanditBaselineToolTests.test_initialize_with_output_argument',
      'tests.unit.cli.test_baseline.BanditBaselineToolTests.test_initialize_existing_temp_file',
      'tests.unit.cli.test_config_generator.BanditConfigGeneratorTests.test_parse_args_no_defaults',
      'tests.unit.cli.test_config_generator.BanditConfigGeneratorTests.test_parse_args_show_defaults',
      'tests.unit.cli.test_config_generator.BanditConfigGeneratorTests.test_parse_args_out_file',
    ],
  ],
  [
    REPLACED,
    [
      'tests.unit.cli.test_main.BanditCLIMainTests.test_main_handle_ini_options',
      'tests.unit.cli.test_main.BanditCLIMainTests.test_main_baseline_ioerror',
      'tests.unit.cli.test_main.BanditCLIMainTests.test_main_exit_with_results',
      'tests.unit.cli.test_main.BanditCLIMainTests.test_main_exit_with_no_results',
      'tests.unit.cli.test_main.BanditCLIMainTests.test_main_exit_with_results_and_with_exit_zero_flag',
      'tests.unit.cli.test_baseline.BanditBaselineToolTests.test_main_git_command_failure',
      'tests.unit.cli.test_baseline.BanditBaselineToolTests.test_main_subprocess_error',
      'tests.unit.cli.test_baseline.BanditBaselineToolTests.test_initialize_git_command_failure',
      'tests.unit.cli.test_config_generator.BanditConfigGeneratorTests.test_main_show_defaults',
    ],
  ],
  [
    LOG,
    [
      'tests.unit.cli.test_main.BanditCLIMainLoggerTests',
      'tests.unit.cli.test_baseline.BanditBaselineToolTests.test_init_logger',
      'tests.unit.cli.test_config_generator.BanditConfigGeneratorLoggerTests',
    ],
  ],
]
