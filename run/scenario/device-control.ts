/** What a payment device is told to do with the next instruction. */
export type DeviceBehaviour = 'complete' | 'decline' | 'fail' | 'wait' | 'go-offline'

/** The payment device of a scenario, and the hand that operates it. */
export interface DeviceControl {
  readonly serialNumber: string
  /**
   * Prepares the device for what comes next; resolves when it is ready.
   *
   * @throws ScenarioSkipped where nobody can operate it so
   */
  will(behaviour: DeviceBehaviour): Promise<void>
}
