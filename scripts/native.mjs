#!/usr/bin/env node
// Builds the native core with `napi build` and the options given to `npm run build:native`. A release build uses the
// profile that `npm run train` has recorded for its target, if there is one.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'

const root = fileURLToPath(new URL('..', import.meta.url))

/** The LLVM profile of the core for a target. */
export function recordOf(target) {
  return join(root, 'crates', 'node', 'training', `${target}.profdata`)
}

/** The target for which cargo builds by default. */
export function hostTarget() {
  const { stdout = '' } = spawnSync('rustc', ['--version', '--verbose'], { encoding: 'utf8' })
  return /^host: (.+)$/m.exec(stdout)?.[1]
}

/** Runs `napi build`. Adds the flags for rustc to those in the environment. Returns its exit code. */
export function napiBuild(options, rustflags) {
  const napi = fileURLToPath(new URL('cli.js', import.meta.resolve('@napi-rs/cli')))
  const crate = ['--platform', '--no-const-enum', '--manifest-path', 'crates/node/Cargo.toml']
  const env = { ...process.env }
  // Encoded, because a path may contain spaces. This variable overrides all other settings of the flags.
  const given = (env.RUSTFLAGS ?? '').split(' ').filter(Boolean)
  if (rustflags.length > 0) env.CARGO_ENCODED_RUSTFLAGS = [...given, ...rustflags].join('\x1f')
  const { status } = spawnSync(process.execPath, [napi, 'build', ...crate, ...options], {
    cwd: root,
    env,
    stdio: 'inherit',
  })
  return status ?? 1
}

/** The flags that use the profile: none if this is not a release build, or if the target has no profile. */
function trainedFlags(options) {
  const { values } = parseArgs({
    args: options,
    options: { release: { type: 'boolean' }, profile: { type: 'string' }, target: { type: 'string' } },
    strict: false,
  })
  const record = recordOf(values.target ?? hostTarget())
  const isRelease = values.release || values.profile === 'release'
  if (!isRelease || !existsSync(record)) return []
  return [
    `-Cprofile-use=${record}`,
    // Do not warn about code that has changed since: it is compiled without a profile.
    '-Cllvm-args=-no-pgo-warn-mismatch',
    // Lay out the blocks of a function in the order in which they mostly run.
    '-Cllvm-args=-enable-ext-tsp-block-placement',
  ]
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const options = process.argv.slice(2)
  process.exitCode = napiBuild(['--output-dir', '.', ...options], trainedFlags(options))
}
