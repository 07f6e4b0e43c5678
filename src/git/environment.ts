import { devNull } from 'node:os'
import { delimiter, isAbsolute } from 'node:path'

/*
 * What git gets to know from outside of the repository. A scanned tree is not trusted, and neither is its configuration:
 * nothing here or there may make git start a program, open a connection or write a file.
 */

/**
 * The variables that git may see: where it finds itself and its temporary files, whose settings and repositories these
 * are, and which repository and index are meant. All others name programs, or files to write, or change what is read.
 */
const PASSED = [
  'DEVELOPER_DIR',
  'DYLD_LIBRARY_PATH',
  'GIT_CEILING_DIRECTORIES',
  'GIT_CONFIG_GLOBAL',
  'GIT_CONFIG_NOSYSTEM',
  'GIT_CONFIG_SYSTEM',
  'GIT_DIR',
  'GIT_DISCOVERY_ACROSS_FILESYSTEM',
  'GIT_INDEX_FILE',
  'GIT_WORK_TREE',
  'HOME',
  'HOMEDRIVE',
  'HOMEPATH',
  'LD_LIBRARY_PATH',
  'PROGRAMDATA',
  'SUDO_UID',
  'SYSTEMROOT',
  'TEMP',
  'TMP',
  'TMPDIR',
  'USERPROFILE',
  'WINDIR',
  'XDG_CONFIG_HOME',
]

/** Set whatever the user's environment says. */
const FIXED = {
  // Messages are in English.
  LC_ALL: 'C',
  // No transport at all. Unlike `protocol.allow`, the settings of a repository cannot override this.
  GIT_ALLOW_PROTOCOL: 'none',
  // An object that a partial clone lacks is not fetched. Older versions of git try, and find no transport.
  GIT_NO_LAZY_FETCH: '1',
  // No lock is taken to refresh the index.
  GIT_OPTIONAL_LOCKS: '0',
  GIT_PAGER: 'cat',
  GIT_TERMINAL_PROMPT: '0',
  // These override the settings `trace2.*`, which name files and sockets.
  GIT_TRACE2: '0',
  GIT_TRACE2_EVENT: '0',
  GIT_TRACE2_PERF: '0',
}

/** Settings that win over those of all files. */
const SETTINGS = [
  // A folder of the scanned tree can look like a bare repository, with settings of its own.
  'safe.bareRepository=explicit',
  'core.fsmonitor=false',
  `core.hooksPath=${devNull}`,
  'fetch.bundleURI=',
  'submodule.recurse=false',
  // Names in patches.
  'core.quotePath=true',
]

/** Outside of any repository, and without anybody's settings. */
const OUTSIDE = {
  GIT_ATTR_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: devNull,
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_DIR: devNull,
  // Versions of git that do not know GIT_CONFIG_GLOBAL look here.
  HOME: devNull,
  XDG_CONFIG_HOME: devNull,
}

/** The environment of a call of git. */
export function gitEnvironment(env: Readonly<NodeJS.ProcessEnv>, outside: boolean): Record<string, string> {
  const passed = PASSED.flatMap(name => {
    const value = variable(env, name)
    return value === undefined ? [] : [[name, value] as const]
  })
  const PATH = foldersOfPath(env).join(delimiter)
  return { ...Object.fromEntries(passed), PATH, ...FIXED, ...(outside && OUTSIDE) }
}

/** The options before the command in every call of git. */
export function gitSettings(env: Readonly<NodeJS.ProcessEnv>): string[] {
  return ['--no-pager', ...[...SETTINGS, ...trusted(env)].flatMap(each => ['-c', each])]
}

/** The folders in which programs are looked for. Relative ones lead into the scanned tree. */
export function foldersOfPath(env: Readonly<NodeJS.ProcessEnv>): string[] {
  return (variable(env, 'PATH') ?? '').split(delimiter).filter(isAbsolute)
}

/** Repositories of other users that the environment trusts, as images of containers do it. */
function trusted(env: Readonly<NodeJS.ProcessEnv>): string[] {
  const settings: string[] = []
  for (let at = 0; at < Number(env.GIT_CONFIG_COUNT ?? 0); at++) {
    const key = env[`GIT_CONFIG_KEY_${at}`]
    // The count may be anything. Git takes none of them if one is missing.
    if (key === undefined) return []
    if (key.toLowerCase() !== 'safe.directory') continue
    settings.push(`safe.directory=${env[`GIT_CONFIG_VALUE_${at}`] ?? ''}`)
  }
  return settings
}

/** On Windows, names of variables are in any case. */
function variable(env: Readonly<NodeJS.ProcessEnv>, name: string): string | undefined {
  if (process.platform !== 'win32') return env[name]
  return Object.entries(env).find(([key]) => key.toUpperCase() === name)?.[1]
}
