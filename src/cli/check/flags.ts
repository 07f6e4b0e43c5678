import { PROFILES } from '../../configuration/profiles.js'
import { CHECK_FORMATS, type CheckFormatName } from '../../formats/index.js'
import { type Flag, FLAGS as SHARED } from '../flags.js'

/** A flag of the compatible mode, with the same meaning. */
function shared<K extends (typeof SHARED)[number]['key']>(key: K) {
  return SHARED.find(flag => flag.key === key) as Extract<(typeof SHARED)[number], { key: K }>
}

/** All flags of `posse check`, in the order of the help. */
export const FLAGS = [
  {
    key: 'profile',
    names: ['--profile'],
    kind: 'text',
    choices: PROFILES,
    help: 'what to show: what a reviewer wants to be told (recommended, default), everything (audit), or the findings of Bandit (bandit)',
  },
  {
    key: 'select',
    names: ['--select'],
    kind: 'list',
    help: 'comma-separated rules to run: ids, names, prefixes, groups, codes of Ruff, or ALL (repeatable)',
  },
  { key: 'ignore', names: ['--ignore'], kind: 'list', help: 'comma-separated rules not to run (repeatable)' },
  {
    key: 'extendSelect',
    names: ['--extend-select'],
    kind: 'list',
    help: 'rules to run in addition to those of the configuration (repeatable)',
  },
  {
    key: 'extendIgnore',
    names: ['--extend-ignore'],
    kind: 'list',
    help: 'rules not to run in addition to those of the configuration (repeatable)',
  },
  {
    key: 'severity',
    names: ['--severity'],
    kind: 'list',
    help: 'severity of rules, as ID=LEVEL: low, medium, high, or off (repeatable)',
  },
  {
    key: 'config',
    names: ['--config'],
    kind: 'list',
    help: 'configuration file in place of those that are found, or a setting such as \'fail-on = "high"\' (repeatable)',
  },
  {
    key: 'noJsRules',
    names: ['--no-js-rules'],
    kind: 'switch',
    help: 'load no rules in JavaScript or TypeScript, even if a configuration names them',
  },
  { key: 'isolated', names: ['--isolated'], kind: 'switch', help: 'read no configuration files' },
  {
    key: 'exclude',
    names: ['--exclude'],
    kind: 'list',
    help: 'comma-separated globs of files and folders to leave out, in place of those of the configuration (repeatable)',
  },
  {
    key: 'extendExclude',
    names: ['--extend-exclude'],
    kind: 'list',
    help: 'globs to leave out in addition to those of the configuration (repeatable)',
  },
  {
    key: 'noDefaultExcludes',
    names: ['--no-default-excludes'],
    kind: 'switch',
    help: 'also check folders that are left out by default, such as .venv and build',
  },
  {
    key: 'noRespectGitignore',
    names: ['--no-respect-gitignore'],
    kind: 'switch',
    help: 'also check files that git ignores',
  },
  {
    key: 'forceExclude',
    names: ['--force-exclude'],
    kind: 'switch',
    group: 'forceExclude',
    help: 'leave out named files, too, if they are excluded (default)',
  },
  {
    key: 'noForceExclude',
    names: ['--no-force-exclude'],
    kind: 'switch',
    group: 'forceExclude',
    help: 'check named files even if they are excluded',
  },
  {
    key: 'stdinFilename',
    names: ['--stdin-filename'],
    kind: 'text',
    help: 'name of the source on standard input (with the target -)',
  },
  shared('maxFileSize'),
  shared('maxFileTime'),
  shared('since'),
  shared('newSince'),
  shared('staged'),
  shared('changedLines'),
  shared('baseline'),
  {
    key: 'fix',
    names: ['--fix'],
    kind: 'switch',
    help: 'mend what can be mended without changing what the code does, then check what is left',
  },
  {
    key: 'unsafeFixes',
    names: ['--unsafe-fixes'],
    kind: 'switch',
    help: 'also use fixes that make code refuse what worked before',
  },
  {
    key: 'diff',
    names: ['--diff'],
    kind: 'switch',
    help: 'show what --fix would change, and change nothing',
  },
  {
    key: 'fixOnly',
    names: ['--fix-only'],
    kind: 'switch',
    help: 'mend, and do not report or fail for what is left',
  },
  {
    key: 'failOn',
    names: ['--fail-on'],
    kind: 'text',
    help: 'exit with 1 only for findings at or above SEVERITY or SEVERITY:CONFIDENCE, such as high or medium:high',
  },
  { key: 'exitZero', names: ['--exit-zero'], kind: 'switch', help: 'exit with 0 in place of 1' },
  {
    key: 'format',
    names: ['-f', '--output-format'],
    kind: 'text',
    choices: Object.keys(CHECK_FORMATS) as CheckFormatName[],
    help: 'format of the report (default: full)',
  },
  shared('output'),
  shared('also'),
  {
    key: 'showHidden',
    names: ['--show-hidden'],
    kind: 'switch',
    help: 'also show the findings that the profile hides, and why',
  },
  {
    key: 'showSuppressed',
    names: ['--show-suppressed'],
    kind: 'switch',
    help: 'also show the findings that comments suppress',
  },
  {
    key: 'showSecrets',
    names: ['--show-secrets'],
    kind: 'switch',
    help: 'show secrets whole, not only how they begin and how long they are',
  },
  { key: 'noColor', names: ['--no-color'], kind: 'switch', help: 'show no colours' },
  {
    key: 'verbose',
    names: ['-v', '--verbose'],
    kind: 'switch',
    group: 'verbosity',
    help: 'say more about the run',
  },
  {
    key: 'quiet',
    names: ['-q', '--quiet'],
    kind: 'switch',
    group: 'verbosity',
    help: 'print only warnings and errors in addition to the report',
  },
  shared('jobs'),
  shared('cache'),
  shared('cacheDir'),
  shared('shard'),
  { key: 'help', names: ['-h', '--help'], kind: 'exit', help: 'show this help message and exit' },
] as const satisfies readonly Flag[]

/** The sections of the help. */
export const GROUPS: Readonly<Record<string, readonly (typeof FLAGS)[number]['key'][]>> = {
  'Which rules': ['profile', 'select', 'ignore', 'extendSelect', 'extendIgnore', 'severity'],
  'Which files': [
    'exclude',
    'extendExclude',
    'noDefaultExcludes',
    'noRespectGitignore',
    'forceExclude',
    'noForceExclude',
    'stdinFilename',
    'maxFileSize',
    'maxFileTime',
  ],
  Configuration: ['config', 'isolated', 'noJsRules'],
  'Changes in git': ['since', 'newSince', 'staged', 'changedLines'],
  Fixes: ['fix', 'unsafeFixes', 'diff', 'fixOnly'],
  'What fails': ['baseline', 'failOn', 'exitZero'],
  Output: [
    'format',
    'output',
    'also',
    'showHidden',
    'showSuppressed',
    'showSecrets',
    'noColor',
    'verbose',
    'quiet',
  ],
  Performance: ['jobs', 'cache', 'cacheDir', 'shard'],
  Other: ['help'],
}
