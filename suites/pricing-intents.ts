import { createdResourceIsReadable } from '../checks/sequences/created-resource-is-readable.ts'
import { deletedResourceIsGone } from '../checks/sequences/deleted-resource-is-gone.ts'
import { updateIsVisible } from '../checks/sequences/update-is-visible.ts'
import { invalidRequestIsRejected } from '../checks/invalid-request-is-rejected.ts'
import { isJsonObject, type JsonObject } from '../core/json.ts'
import { accepted, whatever } from '../run/scenario/expectation.ts'
import type { Scenario, ScenarioOptions } from '../run/scenario/scenario.ts'
import { documented } from './keyed-operation.ts'
import { intentPath, merchantBody, pricingIntent, readIntent } from './merchant.ts'
import { isListed } from './pages.ts'
import { refusedByState, shows } from './payment.ts'
import { scenario, type PayrocTools } from './payroc-scenario.ts'

const RULE = 'Payroc: pricing intents'
const FEE = '/base/addressVerification'

/** Fees that are proposed, reviewed by Payroc, and then used to board merchants. */
export const pricingIntentScenarios: readonly Scenario[] = [
  story({ id: 'BRD-08', title: 'A pricing intent is created, read and listed' }, async (tools) => {
    const made = await pricingIntent(tools)
    await tools.step('It awaits review, or has been reviewed', () =>
      shows(tools, made, '/status', ['pendingReview', 'active'], RULE),
    )
    await tools.stateful('It can be read, and is listed', async () => {
      const id = made.text('/id')
      const read = await tools.api('getPricingIntent', { path: intentPath(made), expect: whatever(200) })
      const isThere = await tools.promise(createdResourceIsReadable, {
        created: made.recorded,
        read: read.recorded,
        identity: { value: id, at: '/id' },
      })
      if (!isThere || read.status !== 200) return
      await isListed(tools, { operationId: 'listPricingIntents' }, { created: made, id, idAt: '/id' })
    })
  }),
  story({ id: 'boarding/intent-changed', title: 'A pricing intent is changed, and deleted for good' }, changed),
  story({ id: 'boarding/intent-fee', title: 'Nobody but Payroc sets the fee of Platinum Security' }, async (tools) => {
    const amount = 7
    const { body } = documented(tools, 'createPricingIntent')
    const base = isJsonObject(body) ? body.base : undefined
    const platinumSecurity = { billingFrequency: 'monthly', amount }
    await pricingIntent(tools)
    await tools.stateful('Propose one with a fee of our own', async () => {
      const answer = await tools.api('createPricingIntent', {
        body: withKey(tools, body, { base: { ...(isJsonObject(base) && base), platinumSecurity } }),
        expect: whatever(201),
      })
      if (answer.status >= 300) return tools.saw(`A fee that only Payroc sets is answered ${answer.status}.`)
      tools.cleanUp('Delete it', () =>
        tools.api('deletePricingIntent', { path: intentPath(answer), expect: whatever(204) }),
      )
      await tools.observe({
        answer,
        pointer: '/base/platinumSecurity/amount',
        holds: answer.at('/base/platinumSecurity/amount') !== amount,
        expected: 'the fee that Payroc sets',
        rule: RULE,
        promise: invalidRequestIsRejected,
      })
    })
  }),
]

function story(options: Pick<ScenarioOptions, 'id' | 'title'>, body: (tools: PayrocTools) => Promise<void>): Scenario {
  return scenario(
    { ...options, suite: 'boarding', tier: 'conditional', feature: 'boarding', requirements: [RULE] },
    body,
  )
}

function withKey(tools: PayrocTools, body: unknown, more: JsonObject): JsonObject {
  return { ...(isJsonObject(body) && body), key: tools.reference(), ...more }
}

async function changed(tools: PayrocTools): Promise<void> {
  const made = await pricingIntent(tools)
  const path = intentPath(made)
  const fee = Number(made.text(FEE))
  const read = () => readIntent(tools, made)

  const { body } = documented(tools, 'updatePricingIntent')
  const base = isJsonObject(body) ? body.base : undefined
  const before = await tools.step('Read it', read)
  const put = await tools.step('Replace it', () =>
    tools.api('updatePricingIntent', {
      path,
      body: withKey(tools, body, { base: { ...(isJsonObject(base) && base), addressVerification: fee + 1 } }),
      expect: accepted(204),
    }),
  )
  const replaced = await tools.stateful('The change is kept', async () => {
    const after = await read()
    await tools.promise(updateIsVisible, {
      before: before.recorded,
      updated: put.recorded,
      read: after.recorded,
      expected: [{ pointer: FEE, value: fee + 1 }],
    })
    return after
  })
  const patched = await tools.step('Change one fee', () =>
    tools.api('patchPricingIntent', {
      path,
      body: [{ op: 'replace', path: FEE, value: fee + 2 }],
      expect: accepted(200),
    }),
  )
  const last = await tools.stateful('This change is kept, too', async () => {
    const after = await read()
    await tools.promise(updateIsVisible, {
      ...(replaced !== undefined && { before: replaced.recorded }),
      updated: patched.recorded,
      read: after.recorded,
      expected: [{ pointer: FEE, value: fee + 2 }],
    })
    return after
  })
  const deleted = await tools.step('Delete it', () => tools.api('deletePricingIntent', { path, expect: accepted(204) }))
  await tools.stateful('It is gone, and boards no merchant', async () => {
    const after = await tools.api('getPricingIntent', { path, expect: whatever(404) })
    const isGone = await tools.promise(deletedResourceIsGone, {
      ...(last !== undefined && { before: last.recorded }),
      deleted: deleted.recorded,
      read: after.recorded,
    })
    if (!isGone) return
    await refusedByState(
      tools,
      'createMerchant',
      { body: merchantBody(tools, { intent: made }) },
      { cause: deleted, state: 'the pricing intent was deleted' },
    )
  })
}
