import type { Topic } from '../row.js'

const first = `
  git init -q -b main .
  mkdir src
  printf 'assert 1\\n' > src/app.py
  printf 'skips: [B307]\\n' > bandit.yaml
  git add . && git commit -q -m first`

const second = `${first}
  printf 'assert 1\\neval("2")\\n' > src/app.py
  git commit -q -a -m second`

const fixed = `${second}
  printf 'print(3)\\n' > src/app.py
  git commit -q -a -m third`

export const parentCommit: Topic = {
  about: 'against the parent commit',
  setup: second,
  rows: [
    { line: 'bandit-baseline -r src', because: 'bytes literal', status: 1 },
    { line: 'bandit-baseline -r .', because: 'bytes literal', status: 1 },
    { line: 'bandit-baseline src/app.py', because: 'bytes literal', status: 1 },
    'bandit-baseline -r src -f txt',
    'bandit-baseline -r src -f json',
    { line: 'bandit-baseline -r src -f html', because: 'html', status: 1, shows: '<!doctype html>' },
    'bandit-baseline -r src -f csv',
    'bandit-baseline -r src -f',
    'bandit-baseline -r src -t B101',
    'bandit-baseline -r src -lll',
    'bandit-baseline -r src -c bandit.yaml',
    {
      line: 'bandit-baseline -r src -c missing.yaml',
      because: 'failed step',
      status: 2,
      shows: 'Could not read',
    },
    'bandit-baseline -r src -o out',
    { line: 'bandit-baseline -r src --nothing', because: 'failed step', status: 2 },
    'bandit-baseline -r src -n 1 -f txt',
    'bandit-baseline -r src --exit-zero',
    'bandit-baseline -r missing',
    'touch bandit_baseline_result.txt; bandit-baseline -r src -f txt',
    {
      line: 'touch _bandit_baseline_run.json_; bandit-baseline -r src',
      because: 'work tree',
      status: 1,
      shows: 'B307',
    },
    'cd src && bandit-baseline app.py',
    { line: 'touch untracked.txt && bandit-baseline -r src', because: 'bytes literal', status: 1 },
    { line: 'git checkout -q --detach && bandit-baseline -r src', because: 'bytes literal', status: 1 },
    { line: 'git tag v1 && bandit-baseline -r src', because: 'bytes literal', status: 1 },
    'bandit-baseline',
    { line: 'bandit-baseline -h', because: 'help', status: 0 },
    {
      line: 'echo "eval(3)" >> src/app.py; bandit-baseline -r src',
      because: 'work tree',
      status: 1,
      shows: 'B307',
    },
    {
      line: 'touch new.py; git add new.py; bandit-baseline -r src',
      because: 'work tree',
      status: 1,
      shows: 'B307',
    },
  ],
}

export const parentFixed: Topic = {
  about: 'against a parent commit with more findings',
  setup: fixed,
  rows: ['bandit-baseline -r src', 'bandit-baseline -r src -f json', 'bandit-baseline -r src -q'],
}

export const parentMissing: Topic = {
  about: 'without a parent commit',
  setup: first,
  rows: ['bandit-baseline -r src', 'bandit-baseline -r src -f json'],
}

export const parentOfMerge: Topic = {
  about: 'against the first parent of a merge',
  setup: `${second}
    git checkout -q -b side HEAD~1
    printf 'exec("side")\\n' > src/side.py
    git add . && git commit -q -m side
    git checkout -q main
    git merge -q --no-edit side`,
  rows: [
    { line: 'bandit-baseline -r src', because: 'bytes literal', status: 1 },
    'bandit-baseline -r src -f json',
  ],
}

export const noRepository: Topic = {
  about: 'without a repository, or in an empty one',
  setup: 'mkdir src bare && echo "assert 1" > src/app.py && git init -q --bare bare',
  rows: [
    'bandit-baseline -r src',
    { line: 'git init -q . && bandit-baseline -r src', because: 'crash', status: 2 },
    { line: 'cd bare && bandit-baseline -r .', because: 'crash', status: 2, shows: 'bare' },
  ],
}
