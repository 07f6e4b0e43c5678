import { FORMATS, type FormatName } from '../formats/index.js'
import { BASELINE_MATCHES } from '../report/baseline/match.js'
import { RANKING } from '../rules/levels.js'

/**
 * How a flag takes its value: not at all (`switch`), not at all but counted (`count`), as a string (`text`), as one
 * string per occurrence (`list`), as an integer, as a string that may be missing (`optional`), or not at all because it
 * ends the run (`exit`).
 */
export type FlagKind = 'switch' | 'count' | 'text' | 'list' | 'integer' | 'optional' | 'exit'

export interface Flag {
  readonly key: string
  /** Short names first, the order in errors and help. */
  readonly names: readonly [string, ...string[]]
  readonly kind: FlagKind
  readonly choices?: readonly string[]
  /** Flags of the same group are mutually exclusive. */
  readonly group?: string
  /** Bandit does not have this flag. A prefix that also matches one of Bandit's flags means Bandit's. */
  readonly ours?: true
  readonly help: string
}

/** The values of --severity-level and --confidence-level. */
export const LEVELS = ['all', 'low', 'medium', 'high'] as const

/** Index in the ranking of a value of --severity-level or --confidence-level; -1 for any other word. */
export const thresholdOf = (word: string): number => LEVELS.indexOf(word as (typeof LEVELS)[number])

/** Index in the ranking for `-l`, `-ll`, ... and `-i`, `-ii`, ...; extra letters mean the highest level. */
export const thresholdOfCount = (count: number): number => Math.min(count, RANKING.length - 1)

/** All flags of `posse`, in the order of the help. */
export const FLAGS = [
  { key: 'help', names: ['-h', '--help'], kind: 'exit', help: 'show this help message and exit' },
  {
    key: 'recursive',
    names: ['-r', '--recursive'],
    kind: 'switch',
    help: 'scan folders recursively',
  },
  {
    key: 'aggregate',
    names: ['-a', '--aggregate'],
    kind: 'text',
    choices: ['file', 'vuln'],
    help: 'sort JSON and YAML reports by file name (file, default) or by rule (vuln)',
  },
  {
    key: 'number',
    names: ['-n', '--number'],
    kind: 'integer',
    help: 'number of lines of code to show for each finding (default: 3)',
  },
  {
    key: 'configFile',
    names: ['-c', '--configfile'],
    kind: 'text',
    help: 'read settings from this file: TOML with a [tool.bandit] table, or YAML',
  },
  {
    key: 'profile',
    names: ['-p', '--profile'],
    kind: 'text',
    help: 'run the rules of this profile in the configuration file (default: all rules)',
  },
  { key: 'tests', names: ['-t', '--tests'], kind: 'text', help: 'comma-separated IDs of the rules to run' },
  { key: 'skips', names: ['-s', '--skip'], kind: 'text', help: 'comma-separated IDs of the rules to skip' },
  {
    key: 'severity',
    names: ['-l', '--level'],
    kind: 'count',
    group: 'severity',
    help: 'report only findings of this severity or higher (-l low, -ll medium, -lll high)',
  },
  {
    key: 'severityLevel',
    names: ['--severity-level'],
    kind: 'text',
    choices: LEVELS,
    group: 'severity',
    help: 'like --level, but by name',
  },
  {
    key: 'confidence',
    names: ['-i', '--confidence'],
    kind: 'count',
    group: 'confidence',
    help: 'report only findings of this confidence or higher (-i low, -ii medium, -iii high)',
  },
  {
    key: 'confidenceLevel',
    names: ['--confidence-level'],
    kind: 'text',
    choices: LEVELS,
    group: 'confidence',
    help: 'like --confidence, but by name',
  },
  {
    key: 'format',
    names: ['-f', '--format'],
    kind: 'text',
    choices: Object.keys(FORMATS) as FormatName[],
    help: 'format of the report (default: screen on a terminal, txt otherwise)',
  },
  {
    key: 'msgTemplate',
    names: ['--msg-template'],
    kind: 'text',
    help: 'line template for --format custom, such as "{relpath}:{line}: {msg}"',
  },
  {
    key: 'output',
    names: ['-o', '--output'],
    kind: 'optional',
    help: 'write the report to this file instead of standard output',
  },
  {
    key: 'verbose',
    names: ['-v', '--verbose'],
    kind: 'switch',
    group: 'verbosity',
    help: 'also list the scanned files with their scores, and the excluded files',
  },
  {
    key: 'debug',
    names: ['-d', '--debug'],
    kind: 'switch',
    help: 'print debug messages to standard error',
  },
  {
    key: 'quiet',
    names: ['-q', '--quiet', '--silent'],
    kind: 'switch',
    group: 'verbosity',
    help: 'print nothing if there are no findings',
  },
  {
    key: 'jobs',
    names: ['-j', '--jobs'],
    kind: 'integer',
    help: 'number of threads (default: number of cores)',
  },
  {
    key: 'maxFileSize',
    names: ['--max-file-size'],
    kind: 'text',
    ours: true,
    help: 'skip larger files; a number of bytes, or one with a unit such as 20MB or 1GiB; 0 for no limit (default: 256MiB)',
  },
  {
    key: 'maxFileTime',
    names: ['--max-file-time'],
    kind: 'text',
    ours: true,
    help: 'skip files that take more than this number of seconds; 0 for no limit (default)',
  },
  {
    key: 'cache',
    names: ['--cache'],
    kind: 'switch',
    help: 'cache results, and scan only changed files next time',
  },
  {
    key: 'cacheDir',
    names: ['--cache-dir'],
    kind: 'text',
    help: 'like --cache, but in this folder (default: posse in the user cache folder)',
  },
  {
    key: 'ignoreNosec',
    names: ['--ignore-nosec'],
    kind: 'switch',
    help: 'ignore # nosec comments',
  },
  {
    key: 'exclude',
    names: ['-x', '--exclude'],
    kind: 'text',
    help: 'comma-separated paths or globs to exclude, in addition to those in the configuration',
  },
  {
    key: 'forceExclude',
    names: ['--force-exclude'],
    kind: 'switch',
    ours: true,
    help: 'apply excludes to files named on the command line, too (for hooks)',
  },
  {
    key: 'notebooks',
    names: ['--notebooks'],
    kind: 'switch',
    ours: true,
    help: 'also scan the Python cells of Jupyter notebooks (*.ipynb)',
  },
  {
    key: 'baseline',
    names: ['-b', '--baseline'],
    kind: 'text',
    help: 'JSON report of known findings, which are not reported again',
  },
  {
    key: 'baselineMatch',
    names: ['--baseline-match'],
    kind: 'text',
    choices: BASELINE_MATCHES,
    ours: true,
    help: 'how to match known findings: by everything except the line number (bandit, default), or one for one by rule and line of code (exact)',
  },
  {
    key: 'ini',
    names: ['--ini'],
    kind: 'text',
    group: 'ini',
    help: 'read options from this .bandit file (default: the one found in the targets)',
  },
  {
    key: 'noIni',
    names: ['--no-ini'],
    kind: 'switch',
    group: 'ini',
    ours: true,
    help: 'ignore .bandit files found under the targets',
  },
  {
    key: 'also',
    names: ['--also'],
    kind: 'list',
    ours: true,
    help: 'write another report of the same scan, as FORMAT or FORMAT=FILE (repeatable)',
  },
  {
    key: 'sarifCategory',
    names: ['--sarif-category'],
    kind: 'text',
    ours: true,
    help: 'category that distinguishes this SARIF report from others for the same commit (default: posse)',
  },
  {
    key: 'sarifMaxResults',
    names: ['--sarif-max-results'],
    kind: 'integer',
    ours: true,
    help: 'maximum number of results in a SARIF report; the most severe are kept (default: 25000, the limit of GitHub)',
  },
  {
    key: 'sarifRules',
    names: ['--sarif-rules'],
    kind: 'text',
    choices: ['all', 'found', 'brief'],
    ours: true,
    help: 'which rules a SARIF report describes: all that ran (default), only those that found something, or only those, without their help',
  },
  {
    key: 'sarifRoot',
    names: ['--sarif-root'],
    kind: 'text',
    ours: true,
    help: 'absolute URI of the folder that paths in a SARIF report start at, for readers that open the files (default: none)',
  },
  {
    key: 'sarifIncludeSuppressed',
    names: ['--sarif-include-suppressed'],
    kind: 'switch',
    ours: true,
    help: 'include findings silenced by # nosec comments in SARIF reports, marked as suppressed',
  },
  {
    key: 'sourceUrl',
    names: ['--source-url'],
    kind: 'text',
    ours: true,
    help: 'link an HTML report to the source: the address of the repository or of a folder in it, one with {path} and {line}, or none (default: the remote of git)',
  },
  {
    key: 'since',
    names: ['--since'],
    kind: 'text',
    group: 'since',
    ours: true,
    help: 'scan only files changed since the merge base of this commit and HEAD',
  },
  {
    key: 'newSince',
    names: ['--new-since'],
    kind: 'text',
    group: 'since',
    ours: true,
    help: 'report only findings that this commit does not have, scanning only files that differ from it',
  },
  {
    key: 'staged',
    names: ['--staged'],
    kind: 'switch',
    ours: true,
    help: 'scan only files staged for the next commit, with their staged content',
  },
  {
    key: 'changedLines',
    names: ['--changed-lines'],
    kind: 'switch',
    ours: true,
    help: 'report only findings on added or changed lines (with --since, --new-since or --staged)',
  },
  {
    key: 'noDiscovery',
    names: ['--no-discovery'],
    kind: 'switch',
    ours: true,
    help: 'scan exactly the named files, without searching folders or applying excludes',
  },
  {
    key: 'shard',
    names: ['--shard'],
    kind: 'text',
    ours: true,
    help: 'scan one part of the files, INDEX/TOTAL (such as 2/8), and write a record for posse merge to -o FILE',
  },
  {
    key: 'failOn',
    names: ['--fail-on'],
    kind: 'text',
    ours: true,
    help: 'exit with 1 only for findings at or above SEVERITY or SEVERITY:CONFIDENCE, such as high or medium:high',
  },
  {
    key: 'failOnError',
    names: ['--fail-on-error'],
    kind: 'switch',
    ours: true,
    help: 'also exit with 1 if something was not scanned, or only in part',
  },
  { key: 'exitZero', names: ['--exit-zero'], kind: 'switch', help: 'exit with 0 even if there are findings' },
  { key: 'version', names: ['--version'], kind: 'exit', help: 'show the version and exit' },
] as const satisfies readonly Flag[]
