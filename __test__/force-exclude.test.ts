import { join } from 'node:path'
import test from 'ava'
import { posse, type Run } from './posse.js'
import { repository } from './repository.js'

const EXEC = 'exec("1")\n'
const NAMES = ['a.py', 'pkg/vendor/v.py', 'tests/t.py']
const AS_WALKED = ['-x', './tests/*', '-c', 'settings.toml']

const found = ({ stdout }: Run) => Array.from(stdout.matchAll(/Location: (.*):1:0/g), ([, name]) => name)

test('--force-exclude excludes the same named files as a scan of ., on disk and in git', async t => {
  const { path: cwd, commit } = repository(t)
  const files = Object.fromEntries(NAMES.map(name => [name, 'x = 1\n']))
  commit({ ...files, 'settings.toml': '[tool.bandit]\nexclude_dirs = ["*/vendor/*", "./pkg/vendor"]\n' })
  commit(Object.fromEntries(NAMES.map(name => [name, EXEC])))
  const scan = async (...words: string[]) => found(await posse([...AS_WALKED, ...words], { cwd }))

  t.deepEqual(await scan('-r', '.'), ['./a.py'])
  t.deepEqual(await scan(...NAMES), ['./a.py', './tests/t.py'], 'as Bandit, which knows no ./ of a target')
  for (const where of [[], ['--since', 'HEAD^1']]) {
    t.deepEqual(await scan('--force-exclude', ...where, ...NAMES), ['./a.py'])
    const absolute = NAMES.map(name => join(cwd, name))
    t.deepEqual(
      (await scan('--force-exclude', ...where, ...absolute)).map(name => name?.slice(-5)),
      ['/a.py'],
    )
  }
})
