import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { ExecutionContext, TestFn } from 'ava'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { type Source, scan } from '../../src/api.js'
import type { FormatOptions } from '../../src/formats/format.js'
import { html } from '../../src/formats/people/html.js'
import { folder } from '../posse.js'

export const OPTIONS: FormatOptions = {
  cwd: '/',
  aggregate: 'file',
  verbose: true,
  quiet: false,
  time: new Date('2026-01-01T00:00:00Z'),
}

/** A page in the browser, and its side effects. */
export interface Shown {
  page: Page
  /** Dialogs, requests, errors and messages, of which there should be none. */
  events: string[]
}

/** A file's findings repeat these lines: low B101, medium B102 and high B602. */
export const LINES = [
  'import subprocess',
  'assert user',
  'exec(text)',
  'subprocess.call(text, shell=True)',
  '',
]

export const source = (name: string, text = LINES.join('\n')): Source => ({
  name,
  content: Buffer.from(text),
})

/** Starts the browser (`CHROMIUM`, or Debian's) for the tests of a file. Returns a function that shows a report. */
export function withBrowser(test: TestFn) {
  let browser: Browser
  test.before(async () => {
    browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium' })
  })
  test.after.always(() => browser?.close())

  return async (
    t: ExecutionContext,
    sources: Source[] | string,
    options: BrowserContextOptions = {},
  ): Promise<Shown> => {
    const report =
      typeof sources === 'string' ? sources : [...html(await scan({ sources }), OPTIONS)].join('')
    const file = join(folder(t, { 'report.html': report }), 'report.html')
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options })
    t.teardown(() => context.close())
    const page = await context.newPage()
    const events: string[] = []
    const url = pathToFileURL(file).href
    page.on('dialog', dialog => {
      events.push(`dialog ${dialog.message()}`)
      return dialog.dismiss()
    })
    page.on('pageerror', error => events.push(`error ${error.message}`))
    page.on('console', message => events.push(`console ${message.text()}`))
    context.on('page', () => events.push('window'))
    page.on('request', request => {
      if (request.url() !== url && !request.url().startsWith('data:')) events.push(`request ${request.url()}`)
    })
    await page.goto(url)
    return { page, events }
  }
}

/** Waits for the next frames, in which the page applies changed filters. Without scripts, nobody can tell when that is. */
function nextFrames(page: Page): Promise<void> {
  return page.waitForTimeout(100)
}

/** The visible findings, each as `file:line id`. */
export async function places(page: Page): Promise<string[]> {
  await nextFrames(page)
  return page
    .locator('.finding')
    .evaluateAll(findings =>
      findings.map(
        finding =>
          `${finding.querySelector('.place')?.textContent} ${finding.querySelectorAll('a')[1]?.textContent?.slice(0, 4)}`,
      ),
    )
}

/** The groups, each as `name count`. */
export async function groups(page: Page): Promise<string[]> {
  await nextFrames(page)
  return page.locator('#findings h2').allTextContents()
}
