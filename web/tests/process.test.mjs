// The administrator draws a process: by keyboard, without JavaScript, at both widths; every page of it is accessible.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { base, launch, open, overflow, signIn, sizes, violations } from './browser.mjs'

let browser
before(async () => { browser = await launch() })
after(() => browser.close())

const press = (page, name) =>
  Promise.all([page.waitForNavigation(), page.getByRole('button', { name, exact: true }).first().click()])

async function sound(page, what) {
  assert.deepEqual(await violations(page), [], what)
  assert.equal(await overflow(page), 0, `${what} is wider than the window`)
}

for (const size of Object.keys(sizes)) {
  test(`a step is put in, moved and drawn, without JavaScript, at ${sizes[size].width} px`, async () => {
    // axe is put into the page, so the walk that measures has scripts; the site's own are kept out.
    const page = await open(browser, size)
    await page.route('**/*.js', (route) => route.abort())
    await signIn(page, 'quantri')
    await page.goto(`${base}/quan-tri/quy-trinh/moi`)
    await page.fill('#thu-tuc', size === 'desk' ? '1.001216' : '2.000950')
    await press(page, 'Lập bản nháp theo khung')
    await sound(page, 'the draft')
    await press(page, 'Chèn bước dưới bước 3')
    assert.equal(await page.evaluate(() => document.activeElement.id), 'b3-viec')
    await page.fill('#b3-viec', 'Xin ý kiến cơ quan phối hợp')
    await page.selectOption('#b3-loai', 'opinion')
    await page.fill('#b2-tiep', '5, 4')
    await page.fill('#b4-tiep', '6, 3')
    await press(page, 'Vẽ lại sơ đồ và kiểm tra')
    assert.match(await page.textContent('svg.picture desc'), /Bước 3: .* tiếp là bước 5 hoặc 4/)
    await sound(page, 'with findings')
    const finding = page.locator('.gaps a', { hasText: 'Bước 4' }).first()
    await finding.press('Enter')
    assert.match(await page.evaluate(() => document.activeElement.id), /^b3-/)
    await press(page, 'Đưa bước 4 xuống dưới')
    assert.equal(await page.inputValue('#b4-viec'), 'Xin ý kiến cơ quan phối hợp')
    assert.equal(await page.evaluate(() => document.activeElement.id), 'xuong-4')
    await press(page, 'Lưu bản nháp')
    await sound(page, 'saved')
    await page.goto(`${page.url().split('?')[0]}/chay-thu`)
    await sound(page, 'the trial')
    await page.context().close()
  })
}
