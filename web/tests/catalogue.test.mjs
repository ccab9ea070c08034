// The administrator mends a procedure: by keyboard, without JavaScript, two at once; every page of it is accessible.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { base, launch, open, overflow, signIn, sizes, violations } from './browser.mjs'

let browser
before(async () => { browser = await launch() })
after(() => browser.close())

const button = (page, name) => page.getByRole('button', { name, exact: true }).first()
const press = (page, name) => Promise.all([page.waitForNavigation(), button(page, name).click()])

async function sound(page, what) {
  assert.deepEqual(await violations(page), [], what)
  assert.equal(await overflow(page), 0, `${what} is wider than the window`)
}

/** Begins a procedure that no other test knows; its page. */
async function begin(page, code) {
  await page.goto(`${base}/quan-tri/thu-tuc/moi`)
  await page.fill('#ma', code)
  await page.fill('#ten', 'Thủ tục có tên rất dài '.repeat(14))
  await press(page, 'Lập bản nháp')
  return page.url()
}

test('a gap leads to its field, a new row takes the focus, Enter saves', async () => {
  const page = await open(browser, 'desk')
  await signIn(page, 'quantri')
  await begin(page, '9.900001')
  await page.locator('.gaps a', { hasText: 'đối tượng' }).press('Enter')
  assert.equal(await page.evaluate(() => document.activeElement.id), 'doi-tuong')
  const bar = await page.locator('.bottombar').boundingBox()
  const field = await page.locator('#doi-tuong').boundingBox()
  assert.ok(field.y >= 0 && field.y + 36 < bar.y, 'the field is in sight, not under the bar')
  await Promise.all([page.waitForNavigation(), page.locator('#them-cach').press('Enter')])
  assert.equal(await page.evaluate(() => document.activeElement.id), 'w0-kenh')
  await page.fill('#so-bo', '2')
  await Promise.all([page.waitForNavigation(), page.locator('#so-bo').press('Enter')])
  assert.match(page.url(), /xong=luu/)
  assert.equal(await page.inputValue('#so-bo'), '2')
  await page.context().close()
})

for (const size of Object.keys(sizes)) {
  test(`sixty papers, without JavaScript, at ${sizes[size].width} px`, async () => {
    const page = await open(browser, size, { javaScriptEnabled: false })
    await signIn(page, 'quantri')
    await begin(page, size === 'desk' ? '9.900002' : '9.900003')
    await page.fill('#trinh-tu', 'Gõ rồi mà chưa lưu')
    await press(page, '+ Trường hợp')
    for (let n = 1; n < 60; n++) await press(page, '+ Giấy tờ')
    assert.equal(await page.locator('.paper[role=group]').count(), 60)
    assert.equal(await page.inputValue('#trinh-tu'), 'Gõ rồi mà chưa lưu')
    assert.equal(await page.locator('[autofocus]').getAttribute('id'), 'c0-g59-ten')
    await press(page, 'Bỏ giấy tờ 60')
    assert.equal(await page.locator('.paper[role=group]').count(), 59)
    await page.context().close()
  })

  test(`two versions and two administrators at ${sizes[size].width} px`, async () => {
    const [page, other] = [await open(browser, size), await open(browser, size)]
    await signIn(page, 'quantri')
    await signIn(other, 'quantri')
    const draft = await begin(page, size === 'desk' ? '9.900004' : '9.900005')
    await other.goto(draft)
    await page.fill('#doi-tuong', 'Tổ chức')
    await press(page, 'Lưu bản nháp')
    await sound(page, 'saved')
    await other.fill('#doi-tuong', 'Công dân')
    await press(other, 'Lưu bản nháp')
    await sound(other, 'the slower of two')
    assert.equal(await other.inputValue('#doi-tuong'), 'Công dân')
    await press(other, 'Lưu nội dung của tôi')
    await page.reload()
    assert.equal(await page.inputValue('#doi-tuong'), 'Công dân')
    await press(page, 'Lưu và công bố')
    await sound(page, 'too early')

    await page.goto(`${base}/quan-tri/thu-tuc?trang-thai=published`)
    await page.goto(base + (await page.locator('[data-row] a[data-open]').nth(size === 'desk' ? 3 : 4).getAttribute('href')))
    await press(page, 'Sửa thành bản mới')
    await page.fill('#dieu-kien', '')
    await page.fill('#trinh-tu', 'Bước 1: Nộp.\nBước 2: Nhận.')
    await press(page, 'Lưu bản nháp')
    await page.goto(`${page.url().split('?')[0]}/so-sanh`)
    await sound(page, 'two versions side by side')
    assert.ok(await page.locator('ins').count())
    await page.context().close()
    await other.context().close()
  })

  test(`a file is tried at ${sizes[size].width} px`, async () => {
    const page = await open(browser, size)
    await signIn(page, 'quantri')
    await page.goto(`${base}/quan-tri/nhap`)
    const lines = ['{"ma":"9.900009","ten":"Thử"}', '{"ma":"x","ten":"Sai mã"}', 'hỏng']
    await page.setInputFiles('#tep', { name: 'thu.jsonl', mimeType: 'text/plain', buffer: Buffer.from(lines.join('\n')) })
    await press(page, 'Xem trước')
    await sound(page, 'tried')
    assert.equal(await page.getByRole('button', { name: 'Nhập 1 dòng' }).count(), 1)
    await page.context().close()
  })
}
