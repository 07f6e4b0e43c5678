#!/usr/bin/env node
// Builds the native core with `napi build` and the options given to `npm run build:native`. A release build uses the
// profile that `npm run profile` has recorded for its target, if there is one.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { FoundFunctions, fit, hostTarget, PRINT_FOUND, profileOf } from './pgo.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))

/**
 * Runs `napi build`. Adds the flags for rustc to those in the environment. Lines on standard error that `hides` accepts
 * are not shown. Resolves with its exit code.
 */
export async function napiBuild(options, rustflags, hides = () => false) {
  const napi = fileURLToPath(new URL('cli.js', import.meta.resolve('@napi-rs/cli')))
  const crate = ['--platform', '--no-const-enum', '--manifest-path', 'crates/node/Cargo.toml']
  const env = { ...process.env }
  // Encoded, because a path may contain spaces. This variable overrides all other settings of the flags.
  const given = (env.RUSTFLAGS ?? '').split(' ').filter(Boolean)
  if (rustflags.length > 0) env.CARGO_ENCODED_RUSTFLAGS = [...given, ...rustflags].join('\x1f')
  const child = spawn(process.execPath, [napi, 'build', ...crate, ...options], {
    cwd: root,
    env,
    stdio: ['inherit', 'inherit', 'pipe'],
  })
  const status = new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', code => resolve(code ?? 1))
  })
  for await (const line of createInterface({ input: child.stderr })) {
    if (!hides(line)) process.stderr.write(`${line}\n`)
  }
  return status
}

/** Builds the addon at the root. Resolves with the exit code. */
async function build(given) {
  const { values } = parseArgs({
    args: given,
    options: { release: { type: 'boolean' }, profile: { type: 'string' }, target: { type: 'string' } },
    strict: false,
  })
  const options = ['--output-dir', '.', ...given]
  const target = values.target ?? hostTarget()
  const isRelease = values.release || values.profile === 'release'
  if (!isRelease || !existsSync(profileOf(target))) return napiBuild(options, [])
  const found = new FoundFunctions()
  const status = await napiBuild(options, flagsFor(target), line => found.take(line))
  if (status === 0) {
    found.save(target)
    process.stderr.write(`${fit(target).line}\n`)
  }
  return status
}

/** The flags that use the profile. */
function flagsFor(target) {
  return [
    `-Cprofile-use=${profileOf(target)}`,
    // Do not warn about code that has changed since: pgo.mjs measures how much that is.
    '-Cllvm-args=-no-pgo-warn-mismatch',
    PRINT_FOUND,
    // Functions with the same code are one: the package has a limit.
    '-Clink-arg=-Wl,--icf=all',
    // Lay out the blocks of a function in the order in which they mostly run.
    '-Cllvm-args=-enable-ext-tsp-block-placement',
  ]
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  process.exitCode = await build(process.argv.slice(2))
}
