import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { RunEvent } from '../../core/event.ts'
import { SHOP_DOCUMENT, startShop } from '../servers/shop-server.ts'
import { runConformance } from '../support/run-cli.ts'

/** What was asked and concluded, in the order of run.ndjson, whatever the port. */
async function record(seed: number): Promise<readonly unknown[]> {
  const shop = await startShop()
  try {
    const { folder } = await runConformance([
      '--spec',
      SHOP_DOCUMENT,
      '--target',
      shop.baseUrl,
      '--seed',
      String(seed),
      '--workers',
      '5',
    ])
    const text = readFileSync(join(folder, 'run.ndjson'), 'utf8').replaceAll(new URL(shop.baseUrl).host, 'shop')
    const events = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as RunEvent)
    return events.flatMap((event) =>
      event.type === 'case-finished'
        ? [
            [
              event.caseId,
              event.verdict,
              event.exchanges.map(({ request, outcome }) => [request, outcome.kind === 'response' && outcome.status]),
            ],
          ]
        : [],
    )
  } finally {
    await shop.close()
  }
}

describe('a run', () => {
  it('sends the same requests in the same order and concludes the same at the same seed, and others at another', async () => {
    const [first, again, other] = [await record(11), await record(11), await record(12)]

    expect(first.length).toBeGreaterThan(129)
    expect(again).toEqual(first)
    expect(other).not.toEqual(first)
  })
})
