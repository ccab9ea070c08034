// Builds web/dist: one stylesheet, one script, the fonts and the mark, each under a name that changes with its content;
// and web/letters: the fonts of the letters.
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync } from 'node:zlib'
import * as sass from 'sass'

const here = dirname(fileURLToPath(import.meta.url))
const dist = join(here, 'dist')
rmSync(dist, { recursive: true, force: true })
mkdirSync(dist, { recursive: true })
const manifest = {}

/** Writes `bytes` under a name with their hash in it; the name. */
function put(name, bytes) {
  const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 10)
  const dot = name.lastIndexOf('.')
  const hashed = `${name.slice(0, dot)}.${hash}${name.slice(dot)}`
  writeFileSync(join(dist, hashed), bytes)
  if (/\.(css|js|svg)$/.test(name)) writeFileSync(join(dist, `${hashed}.br`), brotliCompressSync(bytes))
  manifest[name] = hashed
  return hashed
}

/** Keeps flags as they are and drops the instructions for coarse screens. */
const NO_HINTING = 1
const subset = join(here, 'node_modules/harfbuzzjs/dist/harfbuzz-subset.wasm')
const { exports: hb } = await WebAssembly.instantiate(await WebAssembly.compile(readFileSync(subset)))
hb._initialize()

/** The whole font without its hints: letters are printed or enlarged, and carry their fonts with them. */
function withoutHints(bytes) {
  const at = hb.malloc(bytes.length)
  new Uint8Array(hb.memory.buffer).set(bytes, at)
  const face = hb.hb_face_create(hb.hb_blob_create(at, bytes.length, 2, 0, 0), 0)
  const input = hb.hb_subset_input_create_or_fail()
  hb.hb_subset_input_keep_everything(input)
  hb.hb_subset_input_set_flags(input, hb.hb_subset_input_get_flags(input) | NO_HINTING)
  const made = hb.hb_face_reference_blob(hb.hb_subset_or_fail(face, input))
  const start = hb.hb_blob_get_data(made, 0)
  return Buffer.from(hb.memory.buffer.slice(start, start + hb.hb_blob_get_length(made)))
}
const letters = join(here, 'letters')
rmSync(letters, { recursive: true, force: true })
mkdirSync(letters)
for (const font of [
  'tinos/400Regular/Tinos_400Regular',
  'tinos/400Regular_Italic/Tinos_400Regular_Italic',
  'tinos/700Bold/Tinos_700Bold',
  'tinos/700Bold_Italic/Tinos_700Bold_Italic',
  'noto-serif-khmer/NotoSerifKhmer_400Regular',
]) {
  const bytes = readFileSync(join(here, 'node_modules/@expo-google-fonts', `${font}.ttf`))
  writeFileSync(join(letters, `${basename(font)}.ttf`), withoutHints(bytes))
}

const faces = []
const face = (family, pack, subset, weight, range) => {
  const file = `${pack}-${subset}-${weight}-normal.woff2`
  const name = put(file, readFileSync(join(here, 'node_modules/@fontsource', pack, 'files', file)))
  faces.push(
    `@font-face{font-family:"${family}";font-weight:${weight};font-display:swap;src:url("/static/${name}") format("woff2");unicode-range:${range}}`,
  )
}
const ranges = {
  vietnamese: 'U+0102-0103,U+0110-0111,U+0128-0129,U+0168-0169,U+01A0-01A1,U+01AF-01B0,U+0300-0301,U+0303-0304,U+0308-0309,U+0323,U+0329,U+1EA0-1EF9,U+20AB',
  latin: 'U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+0304,U+0308,U+0329,U+2000-206F,U+20AC,U+2122,U+2191,U+2193,U+2212,U+2215,U+FEFF,U+FFFD',
  khmer: 'U+1780-17FF,U+19E0-19FF,U+200C-200D,U+25CC',
}
for (const weight of [400, 600, 700]) {
  face('Be Vietnam Pro', 'be-vietnam-pro', 'vietnamese', weight, ranges.vietnamese)
  face('Be Vietnam Pro', 'be-vietnam-pro', 'latin', weight, ranges.latin)
}
for (const weight of [400, 700]) face('Noto Sans Khmer', 'noto-sans-khmer', 'khmer', weight, ranges.khmer)

const style = sass.compile(join(here, 'src/app.scss'), {
  style: 'compressed',
  loadPaths: [join(here, 'node_modules')],
  quietDeps: true,
})
put('app.css', Buffer.from(faces.join('') + style.css))
put('app.js', readFileSync(join(here, 'src/app.js')))
put('mark.svg', readFileSync(join(here, 'src/mark.svg')))
writeFileSync(join(dist, 'manifest.json'), JSON.stringify(manifest, null, 1))
