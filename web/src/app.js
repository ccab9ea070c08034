// Makes pages quicker to use; every page works without it.
'use strict'
;(() => {
  const typing = (el) => el && (/^(INPUT|TEXTAREA|SELECT)$/.test(el.tagName) || el.isContentEditable)

  // A form sent twice by a double click is sent once.
  document.addEventListener('submit', (event) => {
    const form = event.target
    if (form.dataset.sent) return event.preventDefault()
    if (form.method === 'post') form.dataset.sent = '1'
  })
  addEventListener('pageshow', () => document.querySelectorAll('form').forEach((form) => delete form.dataset.sent))

  // Where the entries of the rail are one row, the one that one is at is seen.
  document.querySelector('.rail [aria-current]')?.scrollIntoView({ inline: 'center', block: 'nearest' })

  // The error summary takes the focus, so that a screen reader says it first.
  document.querySelector('.govuk-error-summary')?.focus()

  // What is reckoned from a choice is reckoned anew as soon as it is made: only that part of the page changes, so that the
  // focus, what was typed and the files that were chosen stay.
  let asked = 0
  const reckon = async (form) => {
    const no = ++asked
    const sent = new FormData(form)
    for (const [name, value] of [...sent]) if (value instanceof File) sent.delete(name)
    sent.set('viec', 'tinh-lai')
    const answer = await fetch(location.href, { method: 'POST', body: sent })
    if (!answer.ok || no !== asked) return
    const there = new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('[data-reckoned]')
    const here = form.querySelector('[data-reckoned]')
    if (there && here && no === asked) here.replaceChildren(...there.childNodes)
  }
  document.querySelectorAll('[data-reckon]').forEach((field) => {
    // Without an answer the button is still there.
    field.addEventListener('change', () => reckon(field.form).catch(() => {}))
  })

  // j and k move in a list, Enter opens, / searches, n receives, ? shows the keys.
  const rows = () => [...document.querySelectorAll('[data-row] a[data-open]')]
  document.addEventListener('keydown', (event) => {
    if (typing(event.target) || event.ctrlKey || event.metaKey || event.altKey) return
    const links = rows()
    const at = links.indexOf(document.activeElement)
    if (event.key === 'j' && links.length) links[Math.min(at + 1, links.length - 1)].focus()
    else if (event.key === 'k' && links.length) links[Math.max(at - 1, 0)].focus()
    else if (event.key === '/') {
      const box = document.querySelector('[data-search]')
      if (!box) return
      event.preventDefault()
      box.focus()
    } else if (event.key === 'n') {
      const link = document.querySelector('[data-receive]')
      if (link) location.href = link.href
    } else if (event.key === '?') {
      document.querySelector('#phim-tat')?.toggleAttribute('open')
    }
  })

  // A press copies a code.
  document.querySelectorAll('[data-copy]').forEach((button) => {
    if (!navigator.clipboard) return
    button.hidden = false
    button.addEventListener('click', async () => {
      await navigator.clipboard.writeText(button.dataset.copy)
      button.textContent = button.dataset.copied ?? 'Đã chép'
    })
  })

  // The board follows what happens: each message names the rows that changed, with their numbers.
  const board = document.querySelector('[data-live]')
  if (board) {
    const state = board.querySelector('[data-live-state]')
    const set = (cell, n) => {
      const text = cell.querySelector('a, span')
      if (text.textContent === String(n)) return
      text.textContent = n
      cell.dataset.n = n
      cell.classList.add('is-new')
      setTimeout(() => cell.classList.remove('is-new'), 2000)
    }
    // What stands beside the open dossiers: numbers under "!" and, of single units, "!" with the unit.
    const also = (key, numbers) => {
      const lines = board.querySelectorAll(`[data-also-row="${CSS.escape(key)}"]`)
      lines.forEach((line) => line.querySelectorAll('[data-also]').forEach((cell) => {
        const n = numbers[cell.dataset.also]
        cell.querySelector('a, span').textContent = n
        if (cell.matches('li')) cell.hidden = !n
        else (cell.matches('dd') ? cell.parentElement : cell).dataset.n = n
      }))
      return !lines.length && board.querySelector('[data-also-table]') !== null && numbers.some(Boolean)
    }
    const row = (key, numbers) => {
      if (key.startsWith('!')) return also(key.slice(1), numbers)
      const line = board.querySelector(`[data-live-row="${CSS.escape(key)}"]`)
      if (!line) return numbers.some(Boolean)
      line.querySelectorAll('td').forEach((cell, place) => set(cell, numbers[place]))
      if (key) return false
      board.querySelectorAll('[data-sum]').forEach((tile) => {
        const sum = tile.dataset.sum.split(',').reduce((sum, place) => sum + numbers[place], 0)
        tile.querySelector('a, span').textContent = sum
        tile.parentElement.dataset.n = sum
      })
      return false
    }
    const source = new EventSource(board.dataset.live)
    source.addEventListener('message', (event) => {
      const isNew = Object.entries(JSON.parse(event.data)).map(([key, numbers]) => row(key, numbers))
      state.textContent = `Cập nhật lúc ${new Date().toLocaleTimeString('vi-VN')}.`
      // A row that was not there before needs the page anew, but not at every message.
      if (isNew.includes(true)) setTimeout(() => location.reload(), 3000)
    })
    source.addEventListener('error', () => {
      state.textContent = 'Mất kết nối, đang nối lại; số liệu có thể đã cũ.'
    })
  }

  // Prints a page.
  document.querySelectorAll('[data-print]').forEach((button) => {
    button.hidden = false
    button.addEventListener('click', () => print())
  })
})()
