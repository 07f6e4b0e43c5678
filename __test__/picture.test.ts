import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import test from 'ava'
import { SaxesParser } from 'saxes'
import { picture } from '../scripts/picture.mjs'

interface Drawn {
  x: number
  y: number
  length: number
  classes: string
  text: string
}

/** The texts of an SVG, which must be well-formed. */
function drawn(svg: string): Drawn[] {
  const texts: Drawn[] = []
  const parser = new SaxesParser()
  parser.on('error', error => {
    throw error
  })
  parser.on('opentag', ({ name, attributes }) => {
    if (name !== 'text') return
    const number = (key: string) => Number(attributes[key])
    texts.push({
      x: number('x'),
      y: number('y'),
      length: number('textLength'),
      classes: attributes.class ?? '',
      text: '',
    })
  })
  parser.on('text', text => {
    const last = texts.at(-1)
    if (last && text.trim() !== '') last.text += text
  })
  parser.write(svg).close()
  return texts
}

test('a picture has each text at its cell, with its colours, and nothing of the escape sequences', t => {
  const [prompt, command, high, link, wide, after] = drawn(
    picture('\x1b[1;31mHIGH\x1b[0m \x1b]8;;https://x.y/\x1b\\<B1>&\x1b]8;;\x1b\\\n日 a\n', {
      command: 'posse check',
    }),
  )
  t.deepEqual([prompt?.text, prompt?.classes], ['$', 'c32'])
  t.deepEqual([command?.text, command?.classes], ['posse check', 'bold'])
  t.deepEqual([high?.text, high?.classes], ['HIGH', 'bold c31'])
  t.deepEqual([link?.text.trim(), link?.classes], ['<B1>&', ''])
  t.deepEqual([wide?.text, after?.text], ['日', ' a'])
  const cell = (high?.length ?? 0) / 4
  t.is(wide?.length.toFixed(1), (2 * cell).toFixed(1))
  t.is(((after?.x ?? 0) - (wide?.x ?? 0)).toFixed(1), (2 * cell).toFixed(1))
  t.true((wide?.y ?? 0) > (high?.y ?? 0))
})

test('a picture follows the light or dark mode of the reader, and is as wide as the terminal', t => {
  const svg = picture('a\n', { columns: 100 })
  t.true(svg.includes('@media (prefers-color-scheme: dark)'))
  const narrow = /width="(\d+)"/.exec(picture('a\n'))?.[1]
  t.true(Number(/width="(\d+)"/.exec(svg)?.[1]) > Number(narrow) + 700)
})

test('the script draws what a command shows in a terminal of the given width', t => {
  const script = fileURLToPath(new URL('../scripts/picture.mts', import.meta.url))
  const show = 'import os, sys; print("\\033[33m" + str(os.get_terminal_size().columns), sys.stdout.isatty())'
  const args = ['--import=@oxc-node/core/register', script, '--columns', '77', '--', 'python3', '-c', show]
  const run = spawnSync(process.execPath, args, { encoding: 'utf8' })
  t.is(run.status, 0, run.stderr)
  const texts = drawn(run.stdout)
  t.deepEqual(
    texts.slice(-1).map(({ text, classes }) => [text, classes]),
    [['77 True', 'c33']],
  )
})
