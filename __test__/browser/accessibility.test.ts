import test from 'ava'
import axe from 'axe-core'
import type { Page } from 'playwright-core'
import { scan } from '../../src/api.js'
import { html } from '../../src/formats/people/html.js'
import { OPTIONS, source, withBrowser } from './chromium.js'

const show = withBrowser(test)

const SOURCES = [
  source('src/a/very/long/path/of/folders/in/folders/a.py'),
  source('b.py', "password = '''x\ny'''\nexec(f\"{x}\")  # exec\nassert x is None or 1\n"),
  source('skipped.py', '('),
]

/** What axe's default rules and those of WCAG 2.2 say, and everything else that is said of a page. */
async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source)
  const { violations } = await page.evaluate(() =>
    (window as unknown as { axe: typeof axe }).axe.run({ rules: { 'target-size': { enabled: true } } }),
  )
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} ${target}: ${failureSummary}`),
  )
}

const openAll = (page: Page) =>
  page.locator('details').evaluateAll(all => {
    for (const each of all) (each as HTMLDetailsElement).open = true
  })

const PHONE = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true }

for (const colorScheme of ['light', 'dark'] as const) {
  for (const [device, options] of Object.entries({ desktop: {}, phone: PHONE })) {
    test(`axe finds nothing: ${colorScheme}, ${device}`, async t => {
      const { page, events } = await show(t, SOURCES, { colorScheme, ...options })
      t.deepEqual(await violations(page), [], 'as opened')
      await page.locator('.finding .rule').first().click()
      await page.locator('#copy summary').click()
      await openAll(page)
      t.deepEqual(await violations(page), [], 'with everything open')
      await page.selectOption('#sort', 'rule')
      await page.locator('section > .rule').first().click()
      await page.fill('#search', 'exec')
      await page.locator('#shown').getByText('of').waitFor()
      t.deepEqual(await violations(page), [], 'filtered')
      t.deepEqual(events, [])
    })
  }
}

test('axe finds nothing in a report without findings, and without scripts', async t => {
  const empty = await show(t, [source('a.py', 'x\n')])
  t.deepEqual(await violations(empty.page), [])
  // axe is a script itself: a policy that allows none stops those of the page only.
  const report = [...html(await scan({ sources: SOURCES }), OPTIONS)].join('')
  const { page } = await show(t, report.replace(/<script>[\s\S]*?<\/script>|<\/?noscript>/g, ''))
  t.true((await page.locator('.finding').count()) > 5)
  t.deepEqual(await violations(page), [])
})

test('every part is in a landmark', async t => {
  const { page } = await show(t, SOURCES)
  const outside = await page.evaluate(() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    const texts: string[] = []
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const holder = node.parentElement
      if (node.textContent?.trim() && !holder?.closest('header, main, aside, script'))
        texts.push(node.textContent)
    }
    return texts
  })
  t.deepEqual(outside, [])
  t.is(await page.locator('main').count(), 1)
})

test('on a phone, targets are at least 24 pixels high and wide', async t => {
  const { page } = await show(t, SOURCES, PHONE)
  await page.locator('#copy summary').click()
  await openAll(page)
  const targets = page.locator('a, button, select, input[type=search], summary, label')
  const small: string[] = []
  let seen = 0
  for (const target of await targets.all()) {
    if (!(await target.isVisible())) continue
    const { width = 0, height = 0 } = (await target.boundingBox()) ?? {}
    seen++
    if (Math.min(width, height) < 24) small.push(`${width}x${height} ${await target.textContent()}`)
  }
  t.true(seen > 40, `${seen} targets`)
  t.deepEqual(small, [])
  t.is(await page.evaluate(() => document.documentElement.scrollWidth), 360)
})

test('forced colours tell the flagged line and the pressed button', async t => {
  const { page } = await show(t, [source('a.py')], { forcedColors: 'active' })
  const styles = (selector: string) =>
    page
      .locator(selector)
      .first()
      .evaluate(element => {
        const { borderLeftStyle, backgroundColor, color } = getComputedStyle(element)
        return { borderLeftStyle, backgroundColor, color }
      })
  t.is((await styles('li.own')).borderLeftStyle, 'solid')
  t.is((await styles('#f4 li:not(.own)')).borderLeftStyle, 'none')
  const [marked, own] = [await styles('mark'), await styles('li.own')]
  t.not(marked.backgroundColor, own.backgroundColor)
  t.is((await styles('mark span')).color, marked.color)
  const [pressed, released] = [await styles('#code'), await styles('#reverse')]
  t.not(pressed.backgroundColor, released.backgroundColor)
  t.not(pressed.color, released.color)
  t.not(
    (await styles('#theme :checked + span')).backgroundColor,
    (await styles('#theme :not(:checked) + span')).backgroundColor,
  )
})
