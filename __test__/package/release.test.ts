import { chmodSync, cpSync, readFileSync } from 'node:fs'
import { basename, delimiter, join } from 'node:path'
import test from 'ava'
import { parse } from 'yaml'
import { folder, run } from '../posse.js'
import { TARBALLS } from './installed.js'

interface Workflow {
  jobs: Record<string, { steps: { name?: string; run?: string }[] }>
}

const { jobs } = parse(readFileSync('.github/workflows/release.yml', 'utf8')) as Workflow
const publish = jobs.publish?.steps.at(-1)?.run ?? ''
const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }
const binary = TARBALLS.map(file => basename(file)).find(name => name.includes('binding')) ?? ''

/** The npm commands of the last release step, if these packages are already published. */
async function published(cwd: string, known: string): Promise<string[]> {
  const { status, stderr } = await run('bash', ['-eo', 'pipefail', '-c', publish], {
    cwd,
    env: {
      GITHUB_REF_NAME: `v${version}`,
      KNOWN: known,
      PATH: [join(cwd, 'bin'), process.env.PATH].join(delimiter),
    },
  })
  if (status !== 0) throw new Error(stderr)
  return readFileSync(join(cwd, 'asked'), 'utf8').trim().split('\n')
}

test('a release publishes the binaries first, and only what an earlier attempt did not', async t => {
  const npm = '#!/bin/sh\nif [ "$1" = view ]; then [ "$2" = "$KNOWN" ]; else echo "$@" >> asked; fi\n'
  const first = folder(t, { 'bin/npm': npm })
  const second = folder(t, { 'bin/npm': npm })
  for (const cwd of [first, second]) {
    chmodSync(join(cwd, 'bin/npm'), 0o755)
    for (const tarball of TARBALLS) cpSync(tarball, join(cwd, 'artifacts', basename(tarball)))
  }
  const ofPosse = `publish ./artifacts/posse-${version}.tgz --access public`
  t.deepEqual(await published(first, ''), [`publish ./artifacts/${binary} --access public`, ofPosse])
  const name = binary.replace('posse-', '@posse/').replace(`-${version}.tgz`, '')
  t.deepEqual(await published(second, `${name}@${version}`), [ofPosse])
})
