import { createdResourceIsReadable } from '../checks/sequences/created-resource-is-readable.ts'
import { failedCreateHasNoEffect } from '../checks/sequences/failed-create-has-no-effect.ts'
import { linksResolve } from '../checks/sequences/links-resolve.ts'
import { wrongStateIsConflict } from '../checks/sequences/wrong-state-is-conflict.ts'
import { missingIdempotencyKeyIsRejected } from '../checks/missing-idempotency-key-is-rejected.ts'
import type { Answer } from '../run/scenario/answer.ts'
import { NO_KEY } from '../run/scenario/call-draft.ts'
import { accepted, documented, refused, whatever } from '../run/scenario/expectation.ts'
import type { Scenario, ScenarioOptions } from '../run/scenario/scenario.ts'
import { attempted, permitted } from './creation.ts'
import { hidesNumber } from './hidden-number.ts'
import {
  accountBody,
  board,
  BOARDING,
  boardWithIntent,
  CONTROL_PRONG,
  type Merchant,
  merchantBody,
  merchantOf,
  type Owner,
  pricingIntent,
  SIGNATORY,
  waitsForReview,
} from './merchant.ts'
import { isListed, walk } from './pages.ts'
import { refusedByState, shows } from './payment.ts'
import { scenario, type PayrocTools } from './payroc-scenario.ts'

/** Merchants are boarded: a platform with a processing account, owners, fees and a signature. */
export const boardingScenarios: readonly Scenario[] = [
  story({ id: 'BRD-01', title: 'A merchant is boarded', tier: 'required' }, async (tools) => {
    const merchant = await boardWithIntent(tools)
    await tools.step('The account is entered, or looked at already', () =>
      shows(tools, merchant.answer, '/processingAccounts/0/status', ['entered', 'pending'], BOARDING),
    )
    await tools.step('It links to the account', () => linksToAccount(tools, merchant))
    await tools.stateful('The platform can be read, and is listed with its account', () => isBoarded(tools, merchant))
  }),
  story(
    { id: 'BRD-02', title: 'A control prong and another owner who signs', tier: 'required' },
    controlProngAndSignatory,
  ),
  story({ id: 'BRD-04', title: 'Boarding without an Idempotency-Key is refused', tier: 'recommended' }, (tools) =>
    tools.step('Board a merchant without a key', async () => {
      const { body = {} } = tools.sample('createMerchant')
      await permitted(tools, 'createMerchant', {
        body,
        key: NO_KEY,
        expect: refused([400], missingIdempotencyKeyIsRejected, { rule: BOARDING }),
      })
    }),
  ),
  story(
    { id: 'BRD-05', title: 'A merchant signs by direct link', tier: 'conditional', feature: 'boarding' },
    async (tools) => {
      const { answer, account } = await boardWithIntent(tools, { signature: 'requestedViaDirectLink' })
      await tools.stateful('The account shows where to sign, and nobody is reminded by email', async () => {
        const read = await tools.api('getProcessingAccounts', { path: account, expect: accepted(200) })
        await tools.observe({
          answer: read,
          pointer: '/signature/link',
          holds:
            read.text('/signature/link/href') !== '' || answer.text('/processingAccounts/0/signature/link/href') !== '',
          expected: 'a link to the agreement',
          rule: BOARDING,
          severity: 'warning',
        })
        await refusedByState(
          tools,
          'createReminder',
          { path: account, body: { type: 'pricingAgreement' } },
          { cause: answer, state: 'the signature was requested by direct link' },
        )
      })
    },
  ),
  story(
    {
      id: 'BRD-06',
      title: 'A merchant signs by email, and is reminded',
      tier: 'conditional',
      feature: 'boarding',
    },
    async (tools) => {
      const { account } = await boardWithIntent(tools, { signature: 'requestedViaEmail' })
      const answer = await tools.step('Remind the merchant, who may have signed', () =>
        permitted(tools, 'createReminder', {
          path: account,
          body: { type: 'pricingAgreement' },
          expect: { ...documented(201, 400, 409), rule: BOARDING },
        }),
      )
      if (answer.status === 201) return tools.evidence('reminderId', answer.text('/reminderId'))
      tools.saw(`A reminder that is not needed is answered ${answer.status} ${answer.problem ?? ''}.`)
      await tools.stateful('Only one who was asked by link is told so', () =>
        tools.observe({
          answer,
          pointer: '/type',
          holds: answer.problem !== 'not-requested-by-email',
          expected: 'a reminder, or that the contract is signed already',
          rule: BOARDING,
        }),
      )
    },
  ),
  story(
    {
      id: 'boarding/signed',
      title: 'A merchant who has signed is not reminded',
      tier: 'conditional',
      feature: 'boarding',
    },
    async (tools) => {
      const { answer, account } = await boardWithIntent(tools, { signature: 'requestedViaEmail' })
      await tools.step('The merchant signs', () =>
        tools.arrange({
          title: 'a merchant sign',
          what: `processing-accounts/${account.processingAccountId}`,
          method: 'PUT',
          details: { isSigned: true },
        }),
      )
      await tools.stateful('Nobody is reminded any more', () =>
        refusedByState(
          tools,
          'createReminder',
          { path: account, body: { type: 'pricingAgreement' } },
          { cause: answer, state: 'the merchant has signed' },
        ),
      )
    },
  ),
  story({ id: 'BRD-07', title: 'A pricing intent is used', tier: 'required' }, usesIntent),
  story(
    { id: 'BRD-09', title: 'A processing account is added', tier: 'conditional', feature: 'boarding' },
    async (tools) => {
      const intent = await pricingIntent(tools)
      const { platform } = await board(tools, { intent })
      const added = await tools.step('Add a processing account', () =>
        attempted(tools, 'createProcessingAccount', 201, {
          request: () => ({ path: platform, body: accountBody(tools, { intent }) }),
          excuse: (refusal) => waitsForReview(tools, intent, refusal),
        }),
      )
      const processingAccountId = added.text('/processingAccountId')
      tools.evidence('added processingAccountId', processingAccountId)
      await tools.step('It is entered, or looked at already', () =>
        shows(tools, added, '/status', ['entered', 'pending'], BOARDING),
      )
      await tools.stateful('It can be read, and is listed with the merchant', async () => {
        const read = await tools.api('getProcessingAccounts', {
          path: { processingAccountId },
          expect: whatever(200),
        })
        const isThere = await tools.promise(createdResourceIsReadable, {
          created: added.recorded,
          read: read.recorded,
          identity: { value: processingAccountId, at: '/processingAccountId' },
        })
        if (!isThere || read.status !== 200) return
        await isListed(
          tools,
          { operationId: 'listMerchantLocations', path: platform, query: { includeClosed: true } },
          { created: added, id: processingAccountId, idAt: '/processingAccountId' },
        )
      })
    },
  ),
  story(
    {
      id: 'boarding/corrected',
      title: 'A merchant who was refused is boarded when the request is corrected',
      tier: 'conditional',
      feature: 'boarding',
    },
    corrected,
  ),
  story(
    {
      id: 'boarding/duplicate',
      title: 'A merchant is boarded once',
      tier: 'conditional',
      feature: 'boarding',
    },
    async (tools) => {
      const { sent: body, answer } = await boardWithIntent(tools)
      await tools.stateful('Board the same merchant again, with a new key', async () => {
        const again = await tools.api('createMerchant', { body, expect: whatever(409) })
        const isRefused = await tools.promise(wrongStateIsConflict, {
          cause: answer.recorded,
          attempt: again.recorded,
          state: 'the tax ID of the business is in use',
          allowed: [],
        })
        if (isRefused) tools.saw(`A merchant who is boarded again is answered ${again.status} ${again.problem ?? ''}.`)
      })
    },
  ),
]

function story(options: Omit<ScenarioOptions, 'suite'>, body: (tools: PayrocTools) => Promise<unknown>): Scenario {
  return scenario({ requirements: [BOARDING], ...options, suite: 'boarding' }, async (tools) => {
    await body(tools)
  })
}

function linksToAccount(tools: PayrocTools, { answer, account }: Merchant): Promise<boolean> {
  const pointer = '/processingAccounts/0/link'
  const path = answer.text(`${pointer}/href`).split(/[?#]/, 1)[0] ?? ''
  return tools.observe({
    answer,
    pointer: `${pointer}/href`,
    holds: answer.at(pointer) === undefined || path.endsWith(`/processing-accounts/${account.processingAccountId}`),
    expected: 'a link to the processing account',
    rule: BOARDING,
    promise: linksResolve,
  })
}

async function isBoarded(tools: PayrocTools, { sent, answer, platform, account }: Merchant): Promise<void> {
  const { merchantPlatformId } = platform
  const read = await tools.api('getMerchantAccounts', { path: platform, expect: whatever(200) })
  const isThere = await tools.promise(createdResourceIsReadable, {
    created: answer.recorded,
    read: read.recorded,
    identity: { value: merchantPlatformId, at: '/merchantPlatformId' },
  })
  if (!isThere || read.status !== 200) return
  for (const shown of [answer, read]) {
    await hidesNumber(tools, shown, '/business/taxId', { body: sent, pointer: '/business/taxId' })
  }
  await tools.api('getProcessingAccounts', {
    path: account,
    expect: { ...accepted(200), promise: createdResourceIsReadable, rule: BOARDING },
  })
  await isListed(
    tools,
    { operationId: 'listMerchantPlatforms' },
    { created: answer, id: merchantPlatformId, idAt: '/merchantPlatformId' },
  )
  await isListed(
    tools,
    { operationId: 'listMerchantLocations', path: platform, query: { includeClosed: true } },
    { created: answer, id: account.processingAccountId, idAt: '/processingAccountId' },
  )
}

async function controlProngAndSignatory(tools: PayrocTools): Promise<void> {
  const intent = await pricingIntent(tools)
  await board(tools, { intent, owners: [CONTROL_PRONG, SIGNATORY] })
  const isRefused = async (owners: readonly Owner[], state: string): Promise<boolean> => {
    const body = merchantBody(tools, { intent, owners })
    return (await refusedByState(tools, 'createMerchant', { body }, { state })).status >= 400
  }
  await tools.stateful('Two control prongs are too many, and none that signs is too few', async () => {
    const isOne = await isRefused([CONTROL_PRONG, CONTROL_PRONG], 'only one owner can be the control prong')
    const isAny = await isRefused([NOBODY], 'no owner is the control prong or an authorized signatory')
    if (isOne && isAny) await nobodyIsBoth(tools, intent)
  })
}

/** The contract describes them as different people, and lists no problem for one who is both: no more than a warning. */
async function nobodyIsBoth(tools: PayrocTools, intent: Answer): Promise<void> {
  const both = { isControlProng: true, isAuthorizedSignatory: true }
  const answer = await tools.api('createMerchant', {
    body: merchantBody(tools, { intent, owners: [both] }),
    expect: whatever(400),
  })
  await tools.observe({
    answer,
    pointer: '',
    holds: answer.status >= 400,
    expected: 'a refusal, as one owner is both control prong and authorized signatory',
    rule: BOARDING,
    severity: 'warning',
  })
}

/** What an account is charged is what the intent said when the account was made, whatever becomes of the intent. */
async function usesIntent(tools: PayrocTools): Promise<void> {
  const pointer = '/base/addressVerification'
  const intent = await pricingIntent(tools)
  const { account } = await board(tools, { intent })
  await tools.stateful('The account has the fees of the intent, and keeps them', async () => {
    const pricing = await permitted(tools, 'retrieveProcessingAccountPricing', {
      path: account,
      expect: documented(200, 404),
    })
    if (pricing.status === 404) return tools.saw('A new account has no pricing agreement yet.')
    const fee = intent.at(pointer)
    if (typeof fee !== 'number') return
    const isAgreed = await shows(tools, pricing, pointer, fee, BOARDING)
    if (!isAgreed) return
    await tools.api('patchPricingIntent', {
      path: { pricingIntentId: intent.text('/id') },
      body: [{ op: 'replace', path: pointer, value: fee + 1 }],
      expect: accepted(200),
    })
    const later = await tools.api('retrieveProcessingAccountPricing', { path: account, expect: accepted(200) })
    await shows(tools, later, pointer, fee, 'Payroc: a changed intent does not affect merchants who were boarded')
  })
}

/** Payroc documents that a corrected request is sent with a new key, and that one which was refused has done nothing. */
async function corrected(tools: PayrocTools): Promise<void> {
  const intent = await pricingIntent(tools)
  const name = tools.reference()
  const wrong = merchantBody(tools, { intent, name, owners: [NOBODY] })
  const before = await tools.stateful('See who is there', () => walk(tools, { operationId: 'listMerchantPlatforms' }))
  const refusal = await tools.step('Board a merchant with no owner who signs', () =>
    tools.api('createMerchant', { body: wrong, expect: whatever(400) }),
  )
  const isRefused = await tools.promise(wrongStateIsConflict, {
    attempt: refusal.recorded,
    state: 'no owner is the control prong or an authorized signatory',
  })
  if (!isRefused) tools.stop('what had to be refused was accepted')
  await tools.stateful('Nobody was boarded', async () => {
    const after = await walk(tools, { operationId: 'listMerchantPlatforms' })
    await tools.promise(failedCreateHasNoEffect, {
      refused: refusal.recorded,
      before: recordsOf(before?.pages ?? []),
      after: recordsOf(after.pages),
      trace: { member: 'name', value: `Example Corp ${name}` },
    })
  })
  const right = { ...merchantBody(tools, { intent, name }), business: wrong.business ?? {} }
  const answer = await tools.step('Send it again, corrected, with a new key', () =>
    attempted(tools, 'createMerchant', 201, {
      request: () => ({ body: right }),
      // What was refused has been looked for, so it is another merchant who has the tax ID.
      excuse: (refusal) => (refusal.status === 409 ? 'the tax ID is in use' : waitsForReview(tools, intent, refusal)),
    }),
  )
  merchantOf(tools, answer, right)
}

/** An owner who can neither decide nor sign. */
const NOBODY: Owner = { isControlProng: false, isAuthorizedSignatory: false }

function recordsOf(pages: readonly Answer[]): readonly Answer['recorded'][] {
  return pages.map(({ recorded }) => recorded)
}
