import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll } from 'vitest'
import { HarnessError } from '../../../core/harness-error.ts'
import { loadContract } from '../../../spec/load.ts'
import type { Contract } from '../../../spec/model.ts'

const folders: string[] = []

afterAll(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
})

/** A folder with these files, removed after the tests of the file. */
export function folderWith(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'documents-'))
  folders.push(folder)
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), content)
  }
  return folder
}

/** The contract of `api.yaml` among these files, or of the only one. */
export function load(files: Readonly<Record<string, string | Uint8Array>> | string): Promise<Contract> {
  const all = typeof files === 'string' ? { 'api.yaml': files } : files
  return loadContract(Object.keys(all)[0], { cwd: folderWith(all), cache: false })
}

/** What a user reads of a refused document: message, excerpt and hint. The folder's own path is left out. */
export async function refusal(files: Readonly<Record<string, string | Uint8Array>> | string): Promise<string> {
  const all = typeof files === 'string' ? { 'api.yaml': files } : files
  const folder = folderWith(all)
  return messageOf(() => loadContract(Object.keys(all)[0], { cwd: folder, cache: false }), folder)
}

/** The whole text of a HarnessError, without a folder's own path. */
export async function messageOf(act: () => Promise<unknown>, folder = ''): Promise<string> {
  try {
    await act()
  } catch (error) {
    if (!(error instanceof HarnessError)) throw error
    const lines = [
      `[${error.code}] ${error.message}`,
      error.excerpt,
      error.hint === undefined ? undefined : `hint: ${error.hint}`,
    ]
    const text = lines.filter((line) => line !== undefined).join('\n')
    return folder === '' ? text : text.replaceAll(`${folder}/`, '')
  }
  return 'not refused'
}

/** Flow collections over several lines would have to be indented. */
function oneLine(text: string): string {
  return text.replaceAll(/\s*\n\s*/g, ' ')
}

/** A document with one operation, `GET /things`, which answers with this schema (YAML or JSON in one line). */
export function documentWith(
  schema: string,
  { openapi = '3.1.0', components = '{}' }: { openapi?: string; components?: string } = {},
): string {
  return `openapi: ${openapi}
info: { title: Test, version: '1' }
paths:
  /things:
    post:
      operationId: op
      requestBody: { content: { application/json: { schema: &schema ${oneLine(schema)} } } }
      responses: { 200: { description: Fine., content: { application/json: { schema: *schema } } } }
components: ${oneLine(components)}
`
}
