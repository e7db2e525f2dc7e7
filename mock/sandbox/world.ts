import type { Contract } from '../../spec/model.ts'
import type { Changes } from './changes.ts'
import type { FaultSwitch } from './fault.ts'
import type { Ids } from './ids.ts'
import type { Links } from './link.ts'
import type { SandboxClock } from './sandbox-clock.ts'
import type { Settings } from './settings.ts'
import type { Store } from './state/store.ts'

/** What outlives a request: everything a device that finishes later, or a webhook, has to do its work with. */
export interface World {
  readonly contract: Contract
  readonly state: Store
  /** The sandbox's own time, which its administrator can move. */
  readonly clock: SandboxClock
  /** Wakes the polls that wait for something. */
  readonly changes: Changes
  /** Ids that follow from the seed. */
  readonly ids: Ids
  readonly links: Links
  readonly options: Settings
  readonly faults: FaultSwitch
}
