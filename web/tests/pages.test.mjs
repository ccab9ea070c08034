// Every page: no accessibility violation, nothing wider than the window, no complaint of the browser.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { base, launch, open, overflow, signIn, sizes, violations } from './browser.mjs'

let browser
before(async () => { browser = await launch() })
after(() => browser.close())

/** The pages of each person; `first` opens the first row of the page before. */
const walks = {
  '': ['/', '/thu-tuc', '/thu-tuc?q=dat+dai', '/thu-tuc?q=khong-co-gi', 'first', '/tra-cuu', '/dang-nhap', '/khong-co'],
  tiepnhan: ['/lam-viec', '/lam-viec/tiep-nhan', 'first', '/lam-viec/tra-ket-qua', '/lam-viec/tra-cuu?q=thach', '/lam-viec/don-vi', 'first'],
  truongphong: ['/lam-viec', '/lam-viec?muc=cho-nhan', '/lam-viec/don-vi', 'first'],
  chuyenvien: ['/lam-viec', '/lam-viec/don-vi?muc=qua-han'],
  trungtam: ['/lam-viec/don-vi', 'first'],
  quantri: ['/quan-tri/thu-tuc', 'first', '/quan-tri/thu-tuc?trang-thai=published', 'first', '/quan-tri/thu-tuc/moi',
    '/quan-tri/nhap', '/quan-tri/quy-trinh', 'first', '/quan-tri/quy-trinh?trang-thai=published', 'first',
    '/quan-tri/don-vi', 'first', '/quan-tri/don-vi?loai=commune', '/quan-tri/don-vi/moi', '/quan-tri/nguoi-dung', 'first',
    '/quan-tri/lich', '/tai-khoan'],
}

for (const size of Object.keys(sizes)) {
  for (const [name, paths] of Object.entries(walks)) {
    test(`${name || 'everybody'} at ${sizes[size].width} px`, async () => {
      const page = await open(browser, size)
      if (name) await signIn(page, name)
      for (const path of paths) {
        let target = path
        if (path === 'first') {
          const link = page.locator('[data-row] a[data-open], .results a').first()
          if ((await link.count()) === 0) continue
          target = await link.getAttribute('href')
        }
        page.complaints.length = 0
        const answer = await page.goto(base + target)
        assert.ok(answer.status() < 500, `${target}: ${answer.status()}`)
        assert.deepEqual(await violations(page), [], target)
        assert.equal(await overflow(page), 0, `${target} is wider than the window`)
        if (answer.status() === 200) assert.deepEqual(page.complaints, [], target)
      }
      await page.context().close()
    })
  }
}
