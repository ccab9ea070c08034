// Every page: no accessibility violation, nothing wider than the window, no complaint of the browser.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { base, launch, open, overflow, signIn, sizes, violations } from './browser.mjs'

let browser
before(async () => { browser = await launch() })
after(() => browser.close())

/** The public pages; one procedure with the longest name, one with cases to choose from. */
const everybody = ['/', '/thu-tuc', 'first', '/thu-tuc?q=dat+dai', '/thu-tuc?q=khong-co-gi', '/thu-tuc/1.013980',
  '/nop-ho-so/1.001216', 'send', '/nop-ho-so/1.004222', '/nop-ho-so/1.004222?truong-hop=1', '/nop-ho-so/1.004222?tiep=1',
  '/tra-cuu', 'send', '/noi-huong-dan', '/cong-khai', '/cong-khai/cham', '/xac-thuc/khong-co', '/phan-anh', 'send', '/phan-anh/tra-cuu', 'send', '/phan-anh/cong-khai', '/hoi-dap', 'first', '/hoi-dap/gui', 'send',
  '/hoi-dap/tra-cuu', 'send', '/dang-nhap', 'send', '/khong-co']

/** The pages of each person; `send` sends the form of the page before as it is, `first` opens the first row of the page before,
    `+/…` a page below it. */
const walks = {
  '': everybody,
  english: everybody,
  khmer: ['/', '/thu-tuc/1.013980', '/nop-ho-so/1.001216', 'send', '/tra-cuu', 'send', '/cong-khai', '/cong-khai/cham', '/phan-anh', 'send', '/hoi-dap', 'first', '/khong-co'],
  tiepnhan: ['/lam-viec', '/lam-viec/tiep-nhan', 'first', '/lam-viec/tiep-nhan/1.003930', '/lam-viec/tra-ket-qua', 'first', '/lam-viec/tra-cuu?q=thach', '/lam-viec/don-vi', 'first', '/lam-viec/don-vi/so-theo-doi',
    '/lam-viec/huong-dan', 'send', '/lam-viec/huong-dan/bao-cao', '/lam-viec/huong-dan/tai-lieu', '/lam-viec/quay', '/lam-viec/quay/tuan', '/lam-viec/can-bo-cu-den',
    '/lam-viec/huong-dan/tuyen-truyen', 'send', '/lam-viec/khoi-luong'],
  truongphong: ['/lam-viec/khoi-luong', 'first', '/lam-viec', '/lam-viec?muc=cho-nhan', 'first', '/lam-viec?muc=phoi-hop', '/lam-viec/don-vi', 'first', '/lam-viec/don-vi/thu-tu',
    '/lam-viec/don-vi/nhap-muon', '/lam-viec/don-vi/vang'],
  lanhdao: ['/lam-viec', '/lam-viec/hom-nay', '/lam-viec/chan-chinh', '/lam-viec/chan-chinh/moi', 'send', '/lam-viec/so-lieu-thang', '/lam-viec?muc=cho-ky', 'first', '/lam-viec/don-vi/thay', 'send', '/lam-viec/giam-sat',
    '/lam-viec/phan-anh', 'first', '/lam-viec/hoi-dap?muc=cho-duyet', 'first'],
  chuyenvien: ['/lam-viec/hom-nay', '/lam-viec/giam-sat/ho-so?so=3-ngay', '/lam-viec/thu-tuc', 'first', '/lam-viec/thu-tuc/cong-bo', 'first', '/lam-viec/thu-tuc/cong-bo/moi', 'send', '/lam-viec/thu-tuc/cau-hinh', 'first',
    '/lam-viec/thu-tuc/do-phu', '/lam-viec/thu-tuc/can-cu', 'first', '/lam-viec/ke-hoach', 'first', '/lam-viec/quy-che', 'first', '/lam-viec/thu-tuc/niem-yet', 'first', '+/bang', '/lam-viec/thu-tuc/ra-soat', 'first', 'first', '/lam-viec/thu-tuc/ra-soat/lau',
    '/lam-viec/thu-tuc/sang-kien', 'first', '/lam-viec/thu-tuc/bieu-mau', 'first', '/lam-viec/thu-tuc/bieu-mau', 'send',
    '/lam-viec/phoi-hop', '/lam-viec/phoi-hop/moi', 'send', '/lam-viec', 'first', '/lam-viec/don-vi?muc=qua-han', 'first'],
  trungtam: ['/lam-viec/don-vi', 'first', '/lam-viec/giam-sat', '/lam-viec/giam-sat?theo=can-bo&tuong=1',
    '/lam-viec/giam-sat/ho-so?so=dang-giai-quyet', 'first', '/lam-viec/giam-sat/se-tre', '/lam-viec/giam-sat/chat-luong', '/lam-viec/giam-sat/chat-luong?loi=thieu-xin-loi', '/lam-viec/diem-nghen', 'path', 'route', 'list', '/lam-viec/phoi-hop/thong-ke', '/lam-viec/giam-sat/ho-so?so=qua-han', '/lam-viec/phoi-hop?muc=tat-ca', 'first', '/lam-viec/phoi-hop/moi?loai=gop-y', 'send',
    '/lam-viec/chan-chinh', 'first', '/lam-viec/chan-chinh/moi', 'send', '/lam-viec/chan-chinh/tuan', '/lam-viec/thu-tuc/can-cu', 'first', '/lam-viec/thu-tuc/can-cu?muc=tat-ca', '/lam-viec/ke-hoach', '/lam-viec/ke-hoach?muc=cho-kiem-tra', 'first', '/lam-viec/ke-hoach/moi', 'send', '/lam-viec/quy-che', 'send', '/lam-viec/quy-che', 'first', '/lam-viec/quy-che/cau-hinh?ca-he-thong=1', '/lam-viec/phieu-giam-sat', 'first', '/lam-viec/giao-ban', 'first', '/lam-viec/so-lieu-thang', 'first', '/lam-viec/bang-chung',
    '/lam-viec/phoi-hop/ket-qua', '/lam-viec/phan-anh', 'first', '/lam-viec/phan-anh?muc=tat-ca', '/lam-viec/phan-anh/moi', 'send',
    '/lam-viec/phan-anh/nhap', 'send', '/lam-viec/phan-anh/so?tu=2020-01-01', '/lam-viec/phan-anh/tong-hop?tu=2020-01-01', '/lam-viec/phan-anh/thoi-han',
    '/lam-viec/phan-anh/giam-sat', '/lam-viec/phan-anh/giam-sat/danh-sach?so=chua-tra-loi', 'first', '/lam-viec/giam-sat/phi', '/lam-viec/giam-sat/phi/ho-so?so=chua-nop', 'first',
    '/lam-viec/hoi-dap', 'first', '/lam-viec/hoi-dap?muc=da-tra-loi', 'first',
    '/lam-viec/khoi-luong', 'first', 'first', '/lam-viec/huong-dan/tuyen-truyen', 'first', '/lam-viec/huong-dan/tuyen-truyen/don-vi'],
  giamdoc: ['/lam-viec/khoi-luong/he-so', '/lam-viec/hom-nay', '/lam-viec/don-doc', 'first', '/lam-viec/thu-tuc', '/lam-viec/thu-tuc/do-phu', '/lam-viec/thu-tuc/do-phu?xem=tat-ca', '/lam-viec/thu-tuc/ra-soat/moi', 'send', '/lam-viec/thu-tuc/trung-lap',
    '/lam-viec/thu-tuc/sang-kien', 'first', '/lam-viec/giam-sat/cham', 'send', '/cong-khai/cham', '/lam-viec/phoi-hop/quy-tac', 'send', '/lam-viec/phan-anh?muc=kiem-tra', 'first', '/lam-viec/phan-anh/thoi-han',
    '/lam-viec/thu-tuc/bieu-mau', 'first', '/lam-viec/huong-dan/bao-cao', '/lam-viec/huong-dan/tai-lieu', 'send', '/lam-viec/huong-dan/phan-cong', 'send',
    '/lam-viec/quay', 'send', '/lam-viec/quay/tuan', '/lam-viec/can-bo-cu-den', 'send', '/lam-viec/can-bo-cu-den/phieu', 'first', 'send'],
  quantri: ['/lam-viec/thu-tuc/cau-hinh', 'first', '/lam-viec/thu-tuc/doi-chieu', '/lam-viec/thu-tuc/doi-chieu?muc=fixed', '/quan-tri/thu-tuc', 'first', '/quan-tri/thu-tuc?trang-thai=published', 'first', '/quan-tri/thu-tuc/moi',
    '/quan-tri/nhap', '/quan-tri/quy-trinh', 'first', '/quan-tri/quy-trinh?trang-thai=published', 'first', '+/so-sanh', '/quan-tri/quy-trinh?trang-thai=published',
    'first', '+/chay-thu', '/quan-tri/quy-trinh/moi', 'send',
    '/quan-tri/don-vi', 'first', '/quan-tri/don-vi?loai=commune', '/quan-tri/don-vi/moi', '/quan-tri/nguoi-dung', 'first',
    '/quan-tri/lich', 'send', '/lam-viec/quy-che/cau-hinh', '/lam-viec/thu-tuc/can-cu?muc=tat-ca', 'first', '/quan-tri/thu-dien-tu', '/tai-khoan'],
}

/** Nothing for axe to find on the page, nothing wider than the window; what is folded away counts, too. */
async function sound(page, name) {
  await page.evaluate(() => document.querySelectorAll('main details').forEach((details) => { details.open = true }))
  assert.deepEqual(await violations(page), [], name)
  assert.equal(await overflow(page), 0, `${name} is wider than the window`)
}

// How wide a page is does not depend on the database: its second walk may do with one size.
for (const size of process.env.MOTCUA_SIZE ? [process.env.MOTCUA_SIZE] : Object.keys(sizes)) {
  for (const [name, paths] of Object.entries(walks)) {
    test(`${name || 'everybody'} at ${sizes[size].width} px`, async () => {
      const page = await open(browser, size)
      const lang = { english: 'en', khmer: 'km' }[name] ?? 'vi'
      if (lang !== 'vi') await page.context().addCookies([{ name: 'ngon-ngu', value: lang, url: base }])
      else if (name) await signIn(page, name)
      for (const path of paths) {
        let target = path
        // `+/…` is a page below the one before it.
        if (path.startsWith('+')) target = page.url().slice(base.length) + path.slice(1)
        if (path === 'first') {
          const link = page.locator('[data-row] a[data-open], .results a').first()
          if ((await link.count()) === 0) continue
          target = await link.getAttribute('href')
        }
        // What the bottlenecks lead to.
        const below = { path: 'a[href*="/duong-di?"]', route: 'a[href*="/duong-di/ho-so?"]', list: 'a[href*="/diem-nghen/ho-so?"]' }[path]
        if (below) {
          if (path === 'list') await page.goto(base + '/lam-viec/diem-nghen')
          target = await page.locator(below).first().getAttribute('href')
        }
        page.complaints.length = 0
        const answer = target === 'send'
          ? (await Promise.all([page.waitForNavigation(), page.click('main form .govuk-button')]))[0]
          : await page.goto(base + target)
        assert.equal(await page.getAttribute('html', 'lang'), lang, target)
        assert.ok(answer.status() < 500, `${target}: ${answer.status()}`)
        await sound(page, target)
        if (answer.status() === 200) assert.deepEqual(page.complaints, [], target)
      }
      await page.context().close()
    })
  }
}

for (const size of process.env.MOTCUA_SIZE ? [process.env.MOTCUA_SIZE] : Object.keys(sizes)) {
  test(`what deeds lead to at ${sizes[size].width} px`, async () => {
    const pdf = { name: 'giay-to.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7 giay to') }
    const applicant = async (page, identity, name) => {
      await page.fill('#so-dinh-danh', identity)
      await page.fill('#ho-ten', name)
      await page.fill('#dia-chi', 'Ấp 5')
    }
    // Received: the page that says so, the receipt of a batch, the dossier that its applicant finds.
    const desk = await open(browser, size)
    await signIn(desk, 'tiepnhan')
    await desk.goto(`${base}/lam-viec/tiep-nhan/1.001216`)
    await applicant(desk, '084199004444', 'Sơn Thị Trang Sau')
    for (const box of await desk.locator('input[name=co]').all()) await box.check()
    await Promise.all([desk.waitForURL(/xong=/), desk.click('button[value=tiep-nhan]')])
    await sound(desk, 'received')
    const id = new URL(desk.url()).searchParams.get('xong')
    await desk.goto(`${base}/lam-viec/ho-so/${id}`)
    const code = (await desk.textContent('main .code')).trim()
    await desk.goto(`${base}/lam-viec`)
    await desk.locator('.pick').first().check()
    await Promise.all([desk.waitForURL(/hang-loat/), desk.click('.batchbar button')])
    await sound(desk, 'batch')

    const citizen = await open(browser, size)
    await citizen.goto(`${base}/tra-cuu`)
    await citizen.fill('#ma', code)
    await citizen.fill('#bon-so', '4444')
    await Promise.all([citizen.waitForNavigation(), citizen.click('main form button')])
    assert.match(await citizen.textContent('main'), new RegExp(code.replaceAll('.', '\\.')))
    await sound(citizen, 'a found dossier')
    await citizen.goto(`${base}/nop-ho-so/1.001216`)
    await applicant(citizen, '084199004445', `Kim Thị Nộp ${size}`)
    for (const input of await citizen.locator('input[type=file]').all()) await input.setInputFiles(pdf)
    await Promise.all([citizen.waitForNavigation(), citizen.click('main form .govuk-button')])
    assert.match(await citizen.textContent('.govuk-panel .code'), /^NHAP-/)
    await sound(citizen, 'filed online')
    await citizen.context().close()

    // Declined without a reason: the error stands beside its field.
    await desk.goto(`${base}/lam-viec/tra-cuu?q=kim+thi+nop+${size}`)
    await desk.goto(await desk.locator('[data-row] a[data-open]').first().evaluate((link) => link.href))
    await desk.evaluate(() => document.querySelectorAll('main details').forEach((details) => { details.open = true }))
    await Promise.all([desk.waitForNavigation(), desk.click('form[action$="/tu-choi"] button')])
    assert.ok(await desk.locator('.govuk-error-summary a[href="#ly-do"]').count(), 'the summary leads to the field')
    await sound(desk, 'a dossier with errors')
    await desk.context().close()
  })
}

test('choosing how it came in reckons anew and keeps what was typed, the files and the focus', async () => {
  const page = await open(browser, 'desk')
  await signIn(page, 'tiepnhan')
  await page.goto(`${base}/lam-viec/tiep-nhan/1.001216`)
  await page.fill('#ho-ten', 'Kim Thị Giữ Nguyên')
  const file = { name: 'a.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7 a') }
  await page.setInputFiles('#tep-0', file)
  const before = await page.inputValue('input[name=hen]')
  // Two weeks ago is another day to be ready by.
  const earlier = new Date(Date.now() - 14 * 86_400_000).toISOString().slice(0, 10)
  await page.fill('#nhan-luc', `${earlier}T09:00`)
  await page.locator('#nhan-luc').blur()
  await page.focus('#kenh')
  await page.waitForFunction((old) => document.querySelector('input[name=hen]').value !== old, before)
  assert.equal(await page.inputValue('#ho-ten'), 'Kim Thị Giữ Nguyên')
  assert.equal(await page.evaluate(() => document.querySelector('#tep-0').files.length), 1)
  assert.equal(await page.evaluate(() => document.activeElement.id), 'kenh')
  assert.match(await page.textContent('[data-reckoned]'), /Nhận lúc đã ghi/)
  await page.context().close()
})

test('the language changes on the page where it is chosen, without JavaScript', async () => {
  const page = await open(browser, 'phone', { javaScriptEnabled: false })
  await page.goto(`${base}/thu-tuc?q=dat+dai`)
  await page.click('.languages [value=km]')
  assert.equal(page.url(), `${base}/thu-tuc?q=dat+dai`)
  assert.match(await page.textContent('h1'), /នីតិវិធី/)
  await page.click('.languages [value=en]')
  assert.match(await page.textContent('h1'), /Administrative procedures/)
  await page.goto(`${base}/tra-cuu`)
  await page.click('.languages [value=vi]')
  assert.match(await page.textContent('h1'), /Tra cứu hồ sơ/)
  await page.context().close()
})
