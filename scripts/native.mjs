#!/usr/bin/env node
// Builds the native core by `napi build` with the options given here, those of `npm run build:native`. A release is
// optimised by how the core has been seen to run on its target, where `npm run train` has recorded that.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'

const root = fileURLToPath(new URL('..', import.meta.url))

/** What the core has been seen to do on this target, in the form of LLVM. */
export function recordOf(target) {
  return join(root, 'crates', 'node', 'training', `${target}.profdata`)
}

/** The target that cargo builds for where none is named. */
export function hostTarget() {
  const { stdout = '' } = spawnSync('rustc', ['--version', '--verbose'], { encoding: 'utf8' })
  return /^host: (.+)$/m.exec(stdout)?.[1]
}

/** Runs `napi build` with options for rustc, beside those of the environment. Returns its exit code. */
export function napiBuild(options, rustflags) {
  const napi = fileURLToPath(new URL('cli.js', import.meta.resolve('@napi-rs/cli')))
  const form = ['--platform', '--js', 'index.cjs', '--dts', 'index.d.cts']
  const crate = ['--manifest-path', 'crates/node/Cargo.toml']
  const env = { ...process.env }
  // Encoded, as a path may hold spaces; where this is set, it stands for all other settings of the flags.
  const given = (env.RUSTFLAGS ?? '').split(' ').filter(Boolean)
  if (rustflags.length > 0) env.CARGO_ENCODED_RUSTFLAGS = [...given, ...rustflags].join('\x1f')
  const { status } = spawnSync(process.execPath, [napi, 'build', ...form, ...crate, ...options], {
    cwd: root,
    env,
    stdio: 'inherit',
  })
  return status ?? 1
}

/** What makes use of the training; nothing where these options ask for no release, or for another target. */
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
    // Code that has changed since then is built as if nothing were known of it.
    '-Cllvm-args=-no-pgo-warn-mismatch',
    // Blocks of a function stand in the order in which they mostly run.
    '-Cllvm-args=-enable-ext-tsp-block-placement',
  ]
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const options = process.argv.slice(2)
  process.exitCode = napiBuild(['--output-dir', '.', ...options], trainedFlags(options))
}
