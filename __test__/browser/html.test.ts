import { join } from 'node:path'
import test from 'ava'
import { HOSTILE } from '../hostile-sources.js'
import { folder, posse } from '../posse.js'
import { groups, LINES, places, source, withBrowser } from './chromium.js'

const show = withBrowser(test)

const box = (facet: string, label: string) => `[data-facet=${facet}] label[title="${label}"] input`

test('checkboxes filter, and show the counts that the other filters leave', async t => {
  const { page, events } = await show(t, [source('a.py'), source('b.py'), source('c.py', 'assert 1\n')])
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
  await page.selectOption('#sort', 'severity')
  await page.fill('#search', 'b102')
  await page.locator('#shown').getByText('2 of 5 shown').waitFor()
  t.deepEqual(await places(page), ['./a.py:3 B102', './b.py:1 B102'])
  t.deepEqual(events, [])
})

test('sorting groups findings by the sort key', async t => {
  const { page } = await show(t, [source('a.py'), source('b.py')])
  await page.selectOption('#sort', 'severity')
  t.deepEqual(await groups(page), ['High 2', 'Medium 2', 'Low 4'])
  t.deepEqual((await places(page)).slice(0, 3), ['a.py:4 B602', 'b.py:4 B602', 'a.py:3 B102'])
  await page.getByRole('button', { name: 'Reverse' }).click()
  t.deepEqual(await groups(page), ['Low 4', 'Medium 2', 'High 2'])
  await page.selectOption('#sort', 'rule')
  t.deepEqual((await groups(page))[0], 'B602 subprocess_popen_with_shell_equals_true 2')
  await page.selectOption('#sort', 'file')
  await page.getByRole('button', { name: 'Reverse' }).click()
  t.deepEqual(await groups(page), ['a.py 4', 'b.py 4'])
})

test('search matches all its words in messages, names, files and code', async t => {
  const { page } = await show(t, [source('src/a.py'), source('b.py', 'exec("<&\'é" + x)\n')])
  for (const [words, found] of [
    ['ASSERT_used', ['src/a.py:2 B101']],
    ['detected src/a B102', ['src/a.py:3 B102']],
    ['b602 shell=TRUE cwe-78 high', ['src/a.py:4 B602']],
    [`"<&'é" b.py`, ['b.py:1 B102']],
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
  t.is(await focused(), 'f1')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('j')
  await page.keyboard.press('k')
  t.is(await focused(), 'f2')
  const code = page.locator('#f2 ol')
  t.true(await code.isVisible())
  await page.keyboard.press('Enter')
  t.false(await code.isVisible())
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
  t.is(await page.locator('script, iframe, img, base, link[rel=stylesheet]').count(), 1)
  t.is(await page.locator('article, .finding').count(), (await places(page)).length)
  t.deepEqual(events, [])
})

test('without JavaScript every finding can be read', async t => {
  const { page } = await show(t, [source('a.py'), ...HOSTILE], { javaScriptEnabled: false })
  t.deepEqual(
    (await places(page)).filter(place => place.startsWith('a.py')),
    ['a.py:1 B404', 'a.py:2 B101', 'a.py:3 B102', 'a.py:4 B602'],
  )
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
