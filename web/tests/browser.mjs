// A real browser against a running demo: what every page must hold, at both widths, with and without JavaScript.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { chromium } from 'playwright-core'

export const base = process.env.MOTCUA_URL
if (!base) throw new Error('MOTCUA_URL names the demo to look at; cargo xtask test starts one')

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

export const launch = () =>
  chromium.launch({
    executablePath: process.env.MOTCUA_CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-dev-shm-usage', '--no-first-run',
      '--disable-background-networking', '--disable-component-update', '--disable-sync', '--lang=vi'],
  })

export const sizes = { desk: { width: 1280, height: 800 }, phone: { width: 360, height: 740 } }

/** A window of its own; complaints of the page are kept in `page.complaints`. */
export async function open(browser, size, options = {}) {
  const context = await browser.newContext({ viewport: sizes[size], locale: 'vi-VN', bypassCSP: true, ...options })
  const page = await context.newPage()
  page.complaints = []
  page.on('console', (message) => message.type() === 'error' && page.complaints.push(message.text()))
  page.on('pageerror', (error) => page.complaints.push(String(error)))
  return page
}

export async function signIn(page, name) {
  await page.goto(`${base}/dang-nhap`)
  await page.fill('#ten', name)
  await page.fill('#mat-khau', 'motcua-demo')
  await page.click('main button')
  await page.waitForURL(/lam-viec|quan-tri/)
}

/** What axe finds wrong, in a line each. */
export async function violations(page) {
  await page.evaluate(axeSource)
  const found = await page.evaluate(() =>
    axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'] }))
  return found.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html.slice(0, 160)).join(' | ')}`)
}

/** How far the page is wider than the window, in pixels. */
export const overflow = (page) => page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
