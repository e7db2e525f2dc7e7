import { describe, expect, it } from 'vitest'
import { html, NOTHING } from '../../../../reports/html/markup.ts'

describe('a template', () => {
  it('escapes text and attributes, and takes markup as it is', () => {
    const hostile = `</p><script>alert("1")</script>'&`

    const page = html`<p title="${hostile}">${hostile}${html`<b>${'<i>'}</b>`}${[html`<br />`, '<']}${NOTHING}${7}</p>`

    const escaped = '&lt;/p&gt;&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&apos;&amp;'
    expect(page.markup).toBe(`<p title="${escaped}">${escaped}<b>&lt;i&gt;</b><br />&lt;7</p>`)
  })

  it('shows characters that hide or reorder text', () => {
    expect(html`${'a\u202Eb\u0000c\u2028d'}`.markup).toBe('a\\u202eb\\u0000c\\u2028d')
  })
})
