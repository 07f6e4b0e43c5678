import { join } from 'node:path'
import test from 'ava'
import { parse } from 'csv-parse/sync'
import { marked } from 'marked'
import { type DefaultTreeAdapterMap, parseFragment } from 'parse5'
import { HOSTILE } from '../hostile-sources.js'
import { folder, posse } from '../posse.js'
import { groups, LINES, places, source, withBrowser } from './chromium.js'

const show = withBrowser(test)

const box = (facet: string, label: string) => `[data-facet=${facet}] label[title="${label}"] input`

test('checkboxes filter, and show the counts that the other filters leave', async t => {
  const { page, events } = await show(t, [source('a.py'), source('b.py'), source('c.py', 'assert 1\n')])
  t.deepEqual(await groups(page), ['High 2', 'Medium 2', 'Low 5'])
  await page.selectOption('#sort', 'file')
  t.deepEqual(await groups(page), ['a.py 4', 'b.py 4', 'c.py 1'])
  await page.check(box('severity', 'Low'))
  await page.check(box('file', 'a.py'))
  await page.locator('#shown').getByText('2 of 9 shown').waitFor()
  t.deepEqual(await places(page), ['a.py:1 B404', 'a.py:2 B101'])
  await page.check(box('file', 'c.py'))
  await page.locator('#shown').getByText('3 of 9 shown').waitFor()
  t.deepEqual(await groups(page), ['a.py 2', 'c.py 1'])
  t.deepEqual(await page.locator('[data-facet=severity] b').allTextContents(), ['1', '1', '3'])
  t.deepEqual(await page.locator('[data-facet=file] b').allTextContents(), ['2', '2', '1'])
  await page.check(box('rule', 'B404 import_subprocess'))
  await page.locator('#shown').getByText('1 of 9 shown').waitFor()
  await page.check(box('confidence', 'High'))
  await page.uncheck(box('severity', 'Low'))
  await page.getByRole('button', { name: 'Clear filters' }).click()
  t.is((await places(page)).length, 9)
  t.deepEqual(events, [])
})

test('the page written by the built program works, too', async t => {
  const cwd = folder(t, { 'a.py': LINES.join('\n'), 'b.py': 'exec(x)\n' })
  const { stdout } = await posse(['-r', '.', '-f', 'html'], { cwd })
  const { page, events } = await show(t, stdout)
  await page.fill('#search', 'b102')
  await page.locator('#shown').getByText('2 of 5 shown').waitFor()
  t.deepEqual(await places(page), ['./a.py:3 B102', './b.py:1 B102'])
  t.deepEqual(events, [])
})

test('sorting groups findings by the sort key', async t => {
  const { page } = await show(t, [source('a.py'), source('b.py')])
  t.deepEqual(await groups(page), ['High 2', 'Medium 2', 'Low 4'])
  t.deepEqual((await places(page)).slice(0, 3), ['a.py:4 B602', 'b.py:4 B602', 'a.py:3 B102'])
  await page.getByRole('button', { name: 'Reverse' }).click()
  t.deepEqual(await groups(page), ['Low 4', 'Medium 2', 'High 2'])
  await page.selectOption('#sort', 'rule')
  t.deepEqual((await groups(page))[0], 'B602 subprocess_popen_with_shell_equals_true 2')
  await page.selectOption('#sort', 'file')
  await page.getByRole('button', { name: 'Reverse' }).click()
  t.deepEqual(await groups(page), ['a.py 4', 'b.py 4'])
  t.deepEqual((await places(page)).slice(0, 4), ['a.py:1 B404', 'a.py:2 B101', 'a.py:3 B102', 'a.py:4 B602'])
})

test('search matches all its words in messages, names, files and code', async t => {
  const { page } = await show(t, [source('src/a.py'), source('b.py', 'exec("<&\'é::##" + x)\n')])
  for (const [words, found] of [
    ['ASSERT_used', ['src/a.py:2 B101']],
    ['detected src/a B102', ['src/a.py:3 B102']],
    ['b602 shell=TRUE cwe-78 high', ['src/a.py:4 B602']],
    [`"<&'é::##" b.py`, ['b.py:1 B102']],
    ['article', []],
  ] as const) {
    await page.fill('#search', words)
    await page.locator('#shown').getByText(`${found.length} of 5 shown`).waitFor()
    t.deepEqual(await places(page), [...found])
  }
  t.true(await page.getByText('No finding matches.').isVisible())
})

test('the keyboard can search, move, fold and clear', async t => {
  const { page } = await show(t, [source('a.py'), source('b.py')])
  const focused = () => page.evaluate(() => document.activeElement?.id)
  await page.keyboard.press('j')
  t.is(await focused(), 'f4')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('j')
  await page.keyboard.press('k')
  t.is(await focused(), 'f8')
  const code = page.locator('#f8 ol')
  t.true(await code.isVisible())
  await page.keyboard.press('Enter')
  t.false(await code.isVisible())
  await page.keyboard.press('?')
  t.true(await page.locator('#f8 .help').isVisible())
  await page.keyboard.press('?')
  t.is(await page.locator('#f8 .help').count(), 0)
  await page.keyboard.press('/')
  await page.keyboard.type('b102/j')
  t.is(await page.inputValue('#search'), 'b102/j')
  await page.keyboard.press('Escape')
  t.is(await page.inputValue('#search'), '')
  await page.keyboard.type('b102')
  await page.locator('#shown').getByText('2 of 8 shown').waitFor()
  await page.keyboard.press('Enter')
  t.is(await focused(), 'f3')
  await page.keyboard.press('ArrowDown')
  t.is(await focused(), 'f7')
  await page.keyboard.press('ArrowDown')
  t.is(await focused(), 'f7')
  await page.keyboard.press('Escape')
  t.is((await places(page)).length, 8)
})

test('code can be hidden, and a link shows its finding despite any filter', async t => {
  const { page } = await show(t, [source('a.py'), source('b.py')])
  await page.getByRole('button', { name: 'Code' }).click()
  t.is(await page.locator('ol:visible').count(), 0)
  await page.locator('#f2 h3').click()
  t.is(await page.locator('ol:visible').count(), 1)
  await page.check(box('severity', 'High'))
  await page.locator('#shown').getByText('2 of 8 shown').waitFor()
  await page.evaluate(() => {
    location.hash = '#f7'
  })
  await page.locator('#f7').waitFor()
  t.is((await places(page)).length, 8)
  t.true(await page.locator('#f7').evaluate(finding => finding === document.activeElement))
})

test('filters and order are in the address, for reload, back and links', async t => {
  const sources = [source('src/a&b.py'), source('b.py')]
  const { page, events } = await show(t, sources)
  const hash = () => new URL(page.url()).hash
  await page.check(box('severity', 'Low'))
  await page.waitForURL(/#sort=severity&severity=low$/)
  await page.check(box('file', 'src/a&b.py'))
  await page.waitForURL(/&file=src\/a%26b\.py$/)
  await page.check(box('rule', 'B101 assert_used'))
  await page.waitForURL(/&rule=B101&/)
  await page.selectOption('#sort', 'rule')
  await page.getByRole('button', { name: 'Reverse' }).click()
  await page.locator('#search').pressSequentially('user')
  await page.waitForURL(/&search=user$/)
  await page.getByRole('button', { name: 'Code' }).click()
  const found = ['src/a&b.py:2 B101']
  t.is(hash(), '#sort=rule&order=reverse&severity=low&rule=B101&file=src/a%26b.py&search=user&code=hidden')
  t.deepEqual(await places(page), found)

  const state = async () => [
    await page.inputValue('#sort'),
    await page.locator('#reverse').getAttribute('aria-pressed'),
    await page.locator('#code').getAttribute('aria-pressed'),
    await page.inputValue('#search'),
    await page.locator('aside :checked').evaluateAll(boxes => boxes.map(box => box.closest('label')?.title)),
    await places(page),
  ]
  const chosen = ['Low', 'B101 assert_used', 'src/a&b.py']
  const all = ['rule', 'true', 'false', 'user', chosen, found]
  t.deepEqual(await state(), all as unknown[])
  await page.reload()
  t.deepEqual(await state(), all as unknown[])
  const link = page.url()

  await page.goBack()
  t.deepEqual(await state(), ['rule', 'true', 'true', 'user', chosen, found] as unknown[])
  await page.goBack()
  t.deepEqual(await state(), ['rule', 'true', 'true', '', chosen, found] as unknown[])
  await page.goBack()
  await page.goBack()
  t.deepEqual(await state(), ['severity', 'false', 'true', '', chosen, found] as unknown[])
  await page.goForward()
  t.deepEqual(await state(), ['rule', 'false', 'true', '', chosen, found] as unknown[])
  for (let steps = 0; steps < 3; steps++) await page.goForward()
  t.deepEqual(await state(), all as unknown[])
  for (let steps = 0; steps < 3; steps++) await page.goBack()

  await page.getByRole('button', { name: 'Clear filters' }).click()
  t.is(hash(), '#sort=rule')
  t.is((await places(page)).length, 8)
  await page.goto(link)
  t.deepEqual(await state(), all as unknown[])
  await page.locator('.place').click()
  t.regex(hash(), /&code=hidden&finding=2$/)
  await page.reload()
  t.is(await page.evaluate(() => document.activeElement?.id), 'f2')
  await page.getByRole('link', { name: '2 high' }).click()
  t.deepEqual(await places(page), ['src/a&b.py:4 B602', 'b.py:4 B602'])
  t.deepEqual(events, [])
})

test('an address that names nothing known shows everything', async t => {
  const { page, events } = await show(t, [source('a.py')])
  for (const hash of ['#severity=nope&sort=nope&rule=', '#f99', '#finding=x', '#%', '#metrics']) {
    await page.evaluate(hash => {
      location.hash = hash
    }, hash)
    await page.waitForFunction(() => document.querySelectorAll('.finding').length === 4)
    t.is(await page.inputValue('#sort'), 'severity', hash)
  }
  t.deepEqual(events, [])
})

test('what to do opens in a finding, and in a group of one rule', async t => {
  const { page } = await show(t, [source('a.py')])
  const link = page.locator('#f4 .rule')
  t.is(await link.textContent(), 'B602 subprocess_popen_with_shell_equals_true what to do')
  t.is(await link.getAttribute('aria-expanded'), 'false')
  await link.click()
  t.is(await link.getAttribute('aria-expanded'), 'true')
  t.true(
    await page.locator('#f4 .help').getByText('Pass the program and its arguments as a list').isVisible(),
  )
  await link.click()
  t.is(await page.locator('#f4 .help').count(), 0)
  await page.selectOption('#sort', 'rule')
  await page.locator('section > .rule').first().click()
  t.true(await page.locator('#findings section > .help').getByText('protects nothing').isVisible())
})

test('code is coloured, and its text stays as it is', async t => {
  const text = 'import os\n\nif x is None: exec(f"<b>{x}&amp;</b>")  # comment\n'
  const { page } = await show(t, [source('a.py', text)])
  const line = page.locator('.own').first()
  t.is(await line.textContent(), 'if x is None: exec(f"<b>{x}&amp;</b>")  # comment\n')
  t.deepEqual(
    await line
      .locator('span')
      .evaluateAll(spans => spans.map(span => `${span.className} ${span.textContent}`)),
    ['k if', 'k is', 'n None', 's f"<b>', 's &amp;</b>"', 'c # comment'],
  )
  t.is(await line.locator('mark').textContent(), 'exec(f"<b>{x}&amp;</b>")')
})

test('the theme is chosen by the reader, and remembered', async t => {
  const { page, events } = await show(t, [source('a.py')], { colorScheme: 'light' })
  const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor)
  const light = await ground()
  await page.getByLabel('Dark').check()
  const dark = await ground()
  t.not(light, dark)
  await page.reload()
  t.is(await ground(), dark)
  t.true(await page.getByLabel('Dark').isChecked())
  await page.emulateMedia({ colorScheme: 'dark' })
  await page.getByLabel('Dark').press('ArrowLeft')
  t.is(await ground(), light)
  await page.getByLabel('Auto').check()
  t.is(await ground(), dark)
  await page.emulateMedia({ colorScheme: 'light' })
  t.is(await ground(), light)
  t.deepEqual(events, [])
})

test('the findings that are shown can be copied as CSV, in which nothing is a formula', async t => {
  const name = '=cmd|"x",y.py'
  const { page, events } = await show(t, [source(name), source('b.py'), source('+1.py', 'exec(1)\n')])
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.check(box('rule', 'B102 exec_used'))
  await page.locator('#shown').getByText('3 of 9 shown').waitFor()
  await page.locator('#copy summary').click()
  await page.getByRole('button', { name: 'as CSV' }).click()
  await page.getByText('Copied 3 as CSV').waitFor()
  const text = await page.evaluate(() => navigator.clipboard.readText())
  const row = (file: string, line: string) => [
    'Medium',
    'High',
    'B102 exec_used',
    'CWE-78',
    file,
    line,
    'Use of exec detected.',
    '',
  ]
  t.deepEqual(parse(text), [
    ['Severity', 'Confidence', 'Rule', 'CWE', 'File', 'Line', 'Finding', 'Link'],
    row(`'${name}`, '3'),
    row('b.py', '3'),
    row("'+1.py", '1'),
  ])
  t.false(await page.locator('#copy button').first().isVisible())
  t.deepEqual(events, [])
})

test('the findings that are shown can be copied as Markdown, in which nothing is markup', async t => {
  const name = 'a|b`*[x](https://example.com)@you.py'
  const { page, events } = await show(t, [source(name), source('b.py')])
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.fill('#search', 'b602')
  await page.locator('#shown').getByText('2 of 8 shown').waitFor()
  await page.locator('#copy summary').click()
  await page.getByRole('button', { name: 'as Markdown' }).click()
  await page.getByText('Copied 2 as Markdown').waitFor()
  const text = await page.evaluate(() => navigator.clipboard.readText())
  const fragment = parseFragment(await marked.parse(text, { gfm: true }))
  const tags: string[] = []
  const cells: string[] = []
  const walk = (node: DefaultTreeAdapterMap['node']): string => {
    if ('tagName' in node) tags.push(node.tagName)
    const inner = 'childNodes' in node ? node.childNodes.map(walk).join('') : ''
    if ('tagName' in node && node.tagName === 'td') cells.push(inner)
    return 'value' in node ? node.value : inner
  }
  walk(fragment)
  const finding =
    'B602 subprocess_popen_with_shell_equals_true subprocess call with shell=True identified, security issue.'
  t.deepEqual(cells, ['High', 'High', `${name}:4`, finding, 'High', 'High', 'b.py:4', finding])
  t.deepEqual(
    [...new Set(tags)].filter(tag => !/^t(able|head|body|r|h|d)$/.test(tag)),
    ['code'],
  )
  t.deepEqual(events, [])
})

test('hostile names and code remain text', async t => {
  const { page, events } = await show(t, HOSTILE)
  for (const order of ['severity', 'rule', 'confidence', 'file']) await page.selectOption('#sort', order)
  await page.fill('#search', '<script>')
  await page
    .locator('#shown')
    .getByText(/of \d+ shown/)
    .waitFor()
  await page.fill('#search', '')
  await page.locator('#reset').waitFor({ state: 'hidden' })
  for (const finding of await page.locator('.finding').all()) await finding.hover({ force: true })
  const asserts = await page.locator('.own').filter({ hasText: 'assert 1' }).allTextContents()
  for (const { content } of HOSTILE.slice(0, -1)) {
    const line = Buffer.from(content).toString().split('\n')[1]
    t.true(asserts.includes(`${line}\n`), line)
  }
  t.is(await page.locator('script, iframe, img, base, link[rel=stylesheet]').count(), 2)
  t.is(await page.locator('#findings article, .finding').count(), (await places(page)).length)
  t.deepEqual(events, [])
})

test('without JavaScript every finding can be read', async t => {
  const { page } = await show(t, [source('a.py'), ...HOSTILE], { javaScriptEnabled: false })
  t.deepEqual(
    (await places(page)).filter(place => place.startsWith('a.py')),
    ['a.py:4 B602', 'a.py:3 B102', 'a.py:1 B404', 'a.py:2 B101'],
  )
  t.true(await page.locator('.finding mark').first().isVisible())
  await page.locator('#f1 .rule').click()
  t.true(await page.locator('#rules').getByText('protects nothing').isVisible())
  t.true(await page.locator('.finding .own').first().isVisible())
  t.false(await page.locator('#search').isVisible())
  t.false(await page.locator('[type=checkbox]').first().isVisible())
})

test('20,000 findings: those in view are rendered, the rest on scrolling and for print', async t => {
  const text = LINES.slice(0, 4).join('\n').concat('\n').repeat(25)
  const { page, events } = await show(
    t,
    Array.from({ length: 200 }, (_, index) => source(`${String(index).padStart(3, '0')}.py`, text)),
  )
  t.is(await page.locator('h1').textContent(), '20,000 findings')
  await page.locator('.finding').first().waitFor()
  t.true((await page.locator('.finding').count()) < 1000)
  await page.check(box('severity', 'High'))
  await page.locator('#shown').getByText('5,000 of 20,000 shown').waitFor()
  await page.fill('#search', '199.py')
  await page.locator('#shown').getByText('25 of 20,000 shown').waitFor()
  t.is((await places(page))[0], '199.py:4 B602')
  await page.getByRole('button', { name: 'Clear filters' }).click()
  await page.selectOption('#sort', 'rule')
  await page.evaluate(() => {
    location.hash = '#f20000'
  })
  await page.locator('#f20000').waitFor()
  await page.evaluate(() => dispatchEvent(new Event('beforeprint')))
  t.is(await page.locator('.finding').count(), 20_000)
  t.deepEqual(events, [])
})

for (const scheme of ['light', 'dark'] as const) {
  test(`a screenshot has the right colors: ${scheme}`, async t => {
    const { page } = await show(t, [source('a.py'), source('b.py')], { colorScheme: scheme })
    const png = await page.screenshot({ path: join(folder(t), `${scheme}.png`) })
    const bar = await page.locator('.bar').boundingBox()
    // The browser also reads the screenshot: all its colors, and those of the corner and of the two ends of the bar.
    const canvas = await page.context().newPage()
    const read = await canvas.evaluate(
      async ({ data, bar }) => {
        const image = new Image()
        image.src = `data:image/png;base64,${data}`
        await image.decode()
        const context = new OffscreenCanvas(image.width, image.height).getContext('2d')
        context?.drawImage(image, 0, 0)
        const all = context?.getImageData(0, 0, image.width, image.height).data
        const at = (x: number, y: number) => [...(context?.getImageData(x, y, 1, 1).data ?? [])]
        const y = (bar?.y ?? 0) + 3
        return {
          colours: new Set(new Uint32Array(all?.buffer ?? new ArrayBuffer())).size,
          corner: at(2, 2),
          start: at((bar?.x ?? 0) + 20, y),
          end: at((bar?.x ?? 0) + (bar?.width ?? 0) - 20, y),
        }
      },
      { data: png.toString('base64'), bar },
    )
    const [corner = 0] = read.corner
    t.true(scheme === 'dark' ? corner < 60 : corner > 200, `corner ${corner}`)
    t.true(read.colours > 100, `${read.colours} colours`)
    const [red = 0, , blue = 0] = read.start
    t.true(red > blue, 'high is red')
    const [endRed = 0, , endBlue = 0] = read.end
    t.true(endBlue > endRed, 'low is blue')
  })
}
