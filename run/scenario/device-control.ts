/** What a payment device is told to do with the next instruction. */
export type DeviceBehaviour = 'complete' | 'decline' | 'fail' | 'wait' | 'go-offline'

/** The payment device of a scenario, and the hand that operates it. */
export interface DeviceControl {
  readonly serialNumber: string
  /** Whether it does at once what it is told, as a simulator; a person takes their time. */
  readonly isImmediate: boolean
  /** Whether nobody operates it: what it does with an instruction, and when, is its own affair. */
  readonly isOnItsOwn: boolean
  /**
   * Prepares the device for what comes next; resolves when it is ready.
   *
   * @throws ScenarioSkipped where nobody can operate it so
   */
  will(behaviour: DeviceBehaviour): Promise<void>
  /** Leaves it as it was: a simulator completes instructions again. */
  release(): Promise<void>
}
