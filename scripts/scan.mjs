#!/usr/bin/env node
// `npm run scan -- ARGS`: builds what is missing, then runs `posse ARGS` in the user's working directory.
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ensureBuilt, root } from './build.mjs'

if (ensureBuilt()) {
  const cli = join(root, 'dist', 'cli.cjs')
  process.argv[1] = cli
  process.chdir(process.env.INIT_CWD || '.')
  await import(pathToFileURL(cli).href)
} else {
  process.exitCode = 2
}
