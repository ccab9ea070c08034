// One real procedure from filing online to hand-over, in the browser, without JavaScript and with the keyboard.
import assert from 'node:assert/strict'
import { mkdirSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { base, launch, open, signIn } from './browser.mjs'

const pictures = process.env.MOTCUA_PICTURES
if (pictures) mkdirSync(pictures, { recursive: true })
const pdf = { name: 'giay-to.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7 giay to') }
const code = '1.001216' // settled by Sở Tư pháp, where the demo's officers work

let browser
before(async () => { browser = await launch() })
after(() => browser.close())

async function picture(page, name) {
  if (pictures) await page.screenshot({ path: `${pictures}/${name}.png`, fullPage: true })
}

test('from filing online to hand-over, without JavaScript', async () => {
  const citizen = await open(browser, 'phone', { javaScriptEnabled: false })
  await citizen.goto(`${base}/thu-tuc?q=giam+dinh+tu+phap`)
  await citizen.goto(`${base}/thu-tuc/${code}`)
  await picture(citizen, '1-thu-tuc')
  await citizen.click('text=Nộp trực tuyến')
  await citizen.click('main >> text=Nộp hồ sơ >> nth=-1')
  assert.match(await citizen.textContent('.govuk-error-summary'), /Ghi họ và tên/)
  await picture(citizen, '2-loi')
  await citizen.fill('#ho-ten', 'Thạch Thị Thử Nghiệm')
  await citizen.fill('#so-dinh-danh', '084199009876')
  await citizen.fill('#dia-chi', 'Ấp 3')
  for (const input of await citizen.locator('input[type=file]').all()) await input.setInputFiles(pdf)
  await citizen.click('main button:has-text("Nộp hồ sơ")')
  const draft = await citizen.textContent('.govuk-panel .code')
  assert.match(draft, /^NHAP-/)
  await picture(citizen, '3-da-nop')

  const office = async (name) => {
    const page = await open(browser, 'desk', { javaScriptEnabled: false })
    await signIn(page, name)
    return page
  }
  const reception = await office('tiepnhan')
  await reception.goto(`${base}/lam-viec/tra-cuu?q=thach+thi+thu+nghiem`)
  await reception.click('[data-row] a')
  const dossier = reception.url()
  await picture(reception, '4-kiem-tra')
  await reception.click('main form[action$="/tiep-nhan"] button')
  const legal = (await reception.textContent('main .code')).trim()
  assert.match(legal, /^H\d\d\..*-\d{6}-\d{4}$/)
  await reception.click('main form[action$="/chuyen"] button')

  const head = await office('truongphong')
  await head.goto(dossier)
  const handler = await office('chuyenvien')
  const name = await handler.textContent('.who b')
  const option = head.locator('#nguoi option', { hasText: name })
  await head.selectOption('#nguoi', await option.getAttribute('value'))
  await picture(head, '5-phan-cong')
  await head.click('main form[action$="/phan-cong"] button')
  await handler.goto(dossier)
  await handler.fill('#y-kien', 'Đủ điều kiện, đề nghị giải quyết.')
  await handler.click('main form[action$="/du-thao"] button')
  await handler.click('main form[action$="/chuyen-buoc"] button')
  await head.goto(dossier)
  await head.click('main form[action$="/chuyen-buoc"] button')
  const leader = await office('lanhdao')
  await leader.goto(dossier)
  await leader.click('main form[action$="/chuyen-buoc"] button')
  const clerk = await office('vanthu')
  await clerk.goto(dossier)
  await clerk.fill('#so', '99/QĐ-STP')
  await clerk.setInputFiles('#tep-ket-qua', pdf)
  await picture(clerk, '6-ban-hanh')
  await clerk.click('main form[action$="/ban-hanh"] button')
  await reception.goto(dossier)
  await reception.fill('#giay-to-nguoi-nhan', 'CCCD 084199009876')
  await reception.click('main form[action$="/tra-ket-qua"] button')
  assert.match(await reception.textContent('main'), /Đã trả kết quả/)
  await picture(reception, 'dossier')

  await citizen.goto(`${base}/tra-cuu`)
  await citizen.fill('#ma', legal)
  await citizen.fill('#bon-so', '9876')
  await citizen.click('main button')
  const tracked = await citizen.textContent('main')
  assert.match(tracked, /Đã trả kết quả/)
  assert.doesNotMatch(tracked, /Thử Nghiệm/)
  await picture(citizen, '7-tra-cuu')
})

/** A page that has just arrived takes a moment to put the cursor where typing begins. */
const focused = (page, selector) =>
  page.waitForFunction((wanted) => document.activeElement?.matches(wanted), selector)

test('a reception officer needs no mouse', async () => {
  const page = await open(browser, 'desk')
  await signIn(page, 'tiepnhan')
  await page.keyboard.press('n')
  await page.waitForURL(/tiep-nhan$/)
  await focused(page, 'input[name=q]')
  await page.keyboard.type('1.001216')
  await page.keyboard.press('Enter')
  await page.waitForURL(/q=/)
  await page.evaluate(() => document.activeElement.blur())
  await page.keyboard.press('j')
  await page.keyboard.press('Enter')
  await page.waitForURL(/1\.001216/)
  await focused(page, '#so-dinh-danh')
  await page.keyboard.type('084199005555')
  for (const words of [null, 'Kim Thị Bàn Phím', 'Ấp 4', '0999123456']) {
    await page.keyboard.press('Tab')
    if (words) await page.keyboard.type(words)
  }
  for (const box of await page.locator('input[name=co]').all()) {
    await box.focus()
    await page.keyboard.press('Space')
  }
  await page.locator('button[value=tiep-nhan]').focus()
  await page.keyboard.press('Enter')
  await page.waitForURL(/xong=/)
  assert.match(await page.textContent('main'), /Đã tiếp nhận/)
  const letter = await page.request.get(base + (await page.getAttribute('a:has-text("In phiếu")', 'href')))
  assert.equal(letter.headers()['content-type'], 'application/pdf')
  await page.context().close()
})

test('a double click receives once', async () => {
  const page = await open(browser, 'desk')
  await signIn(page, 'tiepnhan')
  await page.goto(`${base}/lam-viec/tiep-nhan/${code}`)
  await page.fill('#so-dinh-danh', '084199007777')
  await page.fill('#ho-ten', 'Sơn Thị Bấm Đúp')
  await page.fill('#dia-chi', 'Ấp 5')
  for (const box of await page.locator('input[name=co]').all()) await box.check()
  await page.dblclick('button[value=tiep-nhan]')
  await page.waitForURL(/xong=/)
  await page.goto(`${base}/lam-viec/tra-cuu?q=son+thi+bam+dup`)
  assert.equal(await page.locator('[data-row]').count(), 1)
  await page.context().close()
})
